import type { SampleFile } from "./sample-file.ts";

/** From a test to the root of the repository. */
const UP = "../";

const NOTES = `import { randomUUID } from "node:crypto";

const MAX_TEXT = 10_000;

/** A note that cannot be kept; the message says why. */
export class InvalidNote extends Error {
  name = "InvalidNote";
}

/** Notes per workspace, in memory until the database arrives. */
export function openNotes() {
  const workspaces = new Map();

  return {
    add(workspace, text, now = new Date()) {
      if (typeof text !== "string" || text.trim() === "") throw new InvalidNote("A note needs a text.");
      if (text.length > MAX_TEXT) throw new InvalidNote(\`A note holds at most \${MAX_TEXT} characters.\`);
      const note = { id: randomUUID(), text: text.trim(), createdAt: now.toISOString() };
      workspaces.set(workspace, [note, ...(workspaces.get(workspace) ?? [])]);
      return note;
    },

    list(workspace) {
      return workspaces.get(workspace) ?? [];
    },
  };
}
`;

const APP = `import { createServer } from "node:http";
import { InvalidNote } from "./notes.js";

const MAX_BODY = 64 * 1024;

async function readJson(request) {
  let body = "";
  for await (const chunk of request) {
    body += chunk;
    if (body.length > MAX_BODY) return undefined;
  }
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

async function answer(notes, request) {
  const { pathname } = new URL(request.url, "http://localhost");
  if (request.method === "GET" && pathname === "/healthz") return [200, { status: "ok" }];
  const workspace = /^\\/workspaces\\/([a-z0-9-]{1,63})\\/notes$/.exec(pathname)?.[1];
  if (workspace === undefined) return [404, { error: "There is nothing here." }];
  if (request.method === "GET") return [200, { notes: notes.list(workspace) }];
  if (request.method !== "POST") return [405, { error: "Use GET or POST." }];
  const body = await readJson(request);
  if (body === undefined) return [400, { error: "Send a JSON body." }];
  return [201, notes.add(workspace, body?.text)];
}

/** The HTTP server; it does not listen yet. */
export function createApp(notes) {
  return createServer(async (request, response) => {
    const [status, body] = await answer(notes, request).catch((error) =>
      error instanceof InvalidNote ? [422, { error: error.message }] : [500, { error: "Something went wrong." }],
    );
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(body));
  });
}
`;

const MAIN = `import { createApp } from "./app.js";
import { openNotes } from "./notes.js";

const port = Number(process.env.PORT ?? 8080);
createApp(openNotes()).listen(port, () => console.log(\`backend listens on port \${port}\`));
`;

const NOTES_TEST = `import assert from "node:assert/strict";
import { test } from "node:test";
import { InvalidNote, openNotes } from "${UP}src/notes.js";

test("lists the notes of a workspace, newest first", () => {
  const notes = openNotes();
  notes.add("red", "first");
  notes.add("red", "second");

  const texts = notes.list("red").map(({ text }) => text);

  assert.deepEqual(texts, ["second", "first"]);
});

test("keeps workspaces apart", () => {
  const notes = openNotes();
  notes.add("red", "ours");

  assert.deepEqual(notes.list("blue"), []);
});

test("refuses a note without a text", () => {
  assert.throws(() => openNotes().add("red", "  "), InvalidNote);
});
`;

const APP_TEST = `import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createApp } from "${UP}src/app.js";
import { openNotes } from "${UP}src/notes.js";

const app = createApp(openNotes());
let origin = "";

before(async () => {
  await new Promise((resolve) => app.listen(0, "127.0.0.1", resolve));
  origin = \`http://127.0.0.1:\${app.address().port}\`;
});

after(() => app.close());

const post = (path, body) => fetch(origin + path, { method: "POST", body });

test("says that it runs", async () => {
  const response = await fetch(\`\${origin}/healthz\`);

  assert.deepEqual(await response.json(), { status: "ok" });
});

test("adds a note and lists it", async () => {
  const created = await post("/workspaces/red/notes", JSON.stringify({ text: "hello" }));
  const listed = await fetch(\`\${origin}/workspaces/red/notes\`);

  assert.equal(created.status, 201);
  assert.equal((await listed.json()).notes[0].text, "hello");
});

test("refuses what is not JSON and what has no text", async () => {
  const broken = await post("/workspaces/red/notes", "{");
  const empty = await post("/workspaces/red/notes", "{}");

  assert.deepEqual([broken.status, empty.status], [400, 422]);
});
`;

/** The code of the sample service and its tests. */
export const backendSources = (): SampleFile[] => [
  { path: "src/main.js", content: MAIN },
  { path: "src/app.js", content: APP },
  { path: "src/notes.js", content: NOTES },
  { path: "tests/app.test.js", content: APP_TEST },
  { path: "tests/notes.test.js", content: NOTES_TEST },
];
