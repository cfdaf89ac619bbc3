import { describe, expect, it } from "vitest";
import { Secret } from "#domain/secret.ts";
import { createClient } from "#http/client.ts";
import { type MemoryTerminal, memoryTerminal } from "#test/fakes/memory-terminal.ts";
import { exitCodes } from "./exit-code.ts";
import { buildProgram, type ProgramDeps, type UpOptions } from "./program.ts";
import { reachingFetch } from "./reach.ts";
import { cliReference } from "./reference.ts";
import { runProgram } from "./run-program.ts";

/** A client whose requests end here instead of on the network. */
const sending = (send: typeof fetch): Pick<ProgramDeps, "openClient"> => ({
  openClient: ({ url, token }) => createClient({ url, token, fetch: reachingFetch(url, send) }),
});

function depsFor(memory: MemoryTerminal, changes: Partial<ProgramDeps> = {}): ProgramDeps {
  const none = () => Promise.resolve(0);
  return {
    version: "1.2.3",
    terminal: memory.terminal,
    settings: {},
    localToken: async () => undefined,
    ...sending(async () => {
      throw new TypeError("fetch failed");
    }),
    now: () => new Date(0),
    actions: { up: none, demo: none, run: none },
    doctor: {
      dataDirectory: "/nowhere",
      hasModelKey: false,
      git: async () => "git version 2.50.0",
      sandbox: async () => ({ kind: "none", isConfining: false }),
    },
    ...changes,
  };
}

async function run(line: string, changes: Partial<ProgramDeps> = {}) {
  const memory = memoryTerminal();
  const code = await runProgram(buildProgram(depsFor(memory, changes)), line.split(" "), memory.terminal);
  return { code, out: memory.out(), err: memory.err() };
}

const problem = (status: number, code: string) =>
  sending(async () =>
    Response.json(
      {
        type: `/problems/${code}`,
        title: "A title",
        status,
        error: "What happened, in a sentence.",
        remedy: [{ text: "What to do." }],
        requestId: "req-1",
      },
      { status, headers: { "content-type": "application/problem+json" } },
    ),
  );

describe("the command line", () => {
  it("starts the server with the options of the script contract, the token held as a secret", async () => {
    let options: UpOptions = {};
    const up = async (given: UpOptions) => {
      options = given;
      return 0;
    };
    const actions = { ...depsFor(memoryTerminal()).actions, up };

    const { code } = await run("up --host 127.0.0.1 --port 0 --data-dir /tmp/x --token T", { actions });

    expect(code).toBe(0);
    expect(options).toMatchObject({ host: "127.0.0.1", port: 0, dataDir: "/tmp/x" });
    expect(options.token?.reveal()).toBe("T");
    expect(JSON.stringify(options)).not.toContain('"T"');
  });

  it.each(["--exit", "--exit --keep", ""])("hands demo %s on, and ends with its exit code", async (flags) => {
    let given: object = {};
    const demo = async (options: object) => {
      given = options;
      return 7;
    };
    const actions = { ...depsFor(memoryTerminal()).actions, demo };

    const { code } = await run(`demo ${flags}`.trim(), { actions });

    expect(code).toBe(7);
    expect(given).toMatchObject({ exit: flags.includes("--exit"), keep: flags.includes("--keep") });
  });

  it("ends `run` with the exit code of the run, and hides it from the help", async () => {
    const actions = { ...depsFor(memoryTerminal()).actions, run: async () => 3 };

    const ended = await run("run", { actions });
    const help = await run("--help");

    expect(ended.code).toBe(3);
    expect(help.out).not.toMatch(/^ {2}run\b/m);
  });

  it.each([
    ["nothing-like-this", "unknown command 'nothing-like-this'"],
    ["up --port 99999", "It must be a number from 0 to 65535."],
    ["rfe create --title x", "required option '--spec-repo <url[@branch]>' not specified"],
    ["session create --rfe r --phase cook", "Allowed choices are ideate, specify, plan, tasks, implement, review."],
    ["--url ftp://x project list", "It must look like http://127.0.0.1:7373."],
    ["--url http://user:pass@x project list", "It must not hold a token; set VTEAM_TOKEN instead."],
    ["project list --token T", "unknown option '--token'"],
  ])("answers `%s` with the usage exit code and a sentence", async (line, sentence) => {
    const { code, err, out } = await run(line);

    expect(code).toBe(exitCodes.usage.code);
    expect(err).toContain(sentence);
    expect(out).toBe("");
  });

  it("says in a sentence that nobody answers, with its own exit code", async () => {
    const { code, err } = await run("project list");

    expect(code).toBe(exitCodes.unreachable.code);
    expect(err).toContain("No vteam server answers at http://127.0.0.1:7373.");
    expect(err).toContain("→ Start one with vteam up");
  });

  it.each([
    [403, "role-required", exitCodes.notAllowed.code],
    [404, "project-not-found", exitCodes.notFound.code],
    [409, "already-exists", exitCodes.failed.code],
    [500, "internal", exitCodes.failed.code],
  ])("tells a %d as sentence, remedy and request id, and ends with its exit code", async (status, slug, expected) => {
    const { code, err, out } = await run("project show x", problem(status, slug));

    expect(code).toBe(expected);
    expect(err).toBe("✗ What happened, in a sentence.\n→ What to do.\nrequest req-1\n");
    expect(out).toBe("");
  });

  it("says how to sign in from here", async () => {
    const { code, err } = await run("project show x", problem(401, "unauthorized"));

    expect(code).toBe(exitCodes.notAllowed.code);
    expect(err).toContain("→ Set VTEAM_TOKEN to the access token");
  });

  it("puts the problem document on standard output with --json", async () => {
    const { code, err, out } = await run("project show x --json", problem(404, "project-not-found"));

    expect(code).toBe(exitCodes.notFound.code);
    expect(JSON.parse(out)).toMatchObject({
      type: "/problems/project-not-found",
      error: "What happened, in a sentence.",
    });
    expect(err).toBe("");
  });

  it("answers a wrong command line with a JSON document too, when asked for JSON", async () => {
    const { code, out } = await run("rfe create --json");

    expect(code).toBe(exitCodes.usage.code);
    expect(JSON.parse(out).error).toContain("required option '--title <text>' not specified");
  });

  it("refuses to delete a project without --yes, before asking the server", async () => {
    const { code, err } = await run("project delete x");

    expect(code).toBe(exitCodes.usage.code);
    expect(err).toContain("vteam project delete x --yes");
  });

  it("sends the token of the local server to this machine only", async () => {
    const tokens: (string | null)[] = [];
    const fetch = async (input: RequestInfo | URL) => {
      tokens.push(new Request(input).headers.get("authorization"));
      return Response.json({ items: [], nextCursor: null });
    };
    const changes = { ...sending(fetch), localToken: async () => "local" };

    await run("project list", changes);
    await run("project list --url https://vteam.example.com", changes);
    await run("project list --url https://vteam.example.com", { ...changes, settings: { token: new Secret("given") } });

    expect(tokens).toEqual(["Bearer local", null, "Bearer given"]);
  });
});

describe("the help", () => {
  it("documents the exit codes and the environment", async () => {
    const { code, out } = await run("--help");

    expect(code).toBe(0);
    for (const { code: number, meaning } of Object.values(exitCodes)) expect(out).toContain(`${number}  ${meaning}`);
    for (const name of ["VTEAM_URL", "VTEAM_TOKEN", "VTEAM_PROJECT"]) expect(out).toContain(name);
  });

  it.each([
    "up",
    "demo",
    "doctor",
    "project",
    "repo",
    "rfe",
    "rfe create",
    "rfe seed",
    "session",
    "session create",
    "session logs",
    "secret",
  ])("teaches `%s` by examples", async (command) => {
    const { code, out } = await run(`${command} --help`);

    expect(code).toBe(0);
    expect(out).toMatch(/Examples:\n {2}\$ .*vteam/);
  });

  it("warns about --token where it stands", async () => {
    const { out } = await run("up --help");

    expect(out.replace(/\s+/g, " ")).toContain("other users of this machine can read it here, VTEAM_TOKEN is safer");
  });

  it("prints the version", async () => {
    expect(await run("--version")).toMatchObject({ code: 0, out: "1.2.3\n" });
  });
});

describe("the reference page", () => {
  const page = cliReference(buildProgram(depsFor(memoryTerminal())));

  it("has a section with the printed help of every command", () => {
    for (const name of ["vteam", "vteam up", "vteam rfe create", "vteam session logs", "vteam secret set"])
      expect(page).toContain(`## ${name}\n\n\`\`\`text\nUsage: ${name}`);
  });

  it("leaves out what people do not call, and colours", () => {
    expect(page).not.toContain("## vteam run");
    expect(page).not.toContain("\u001b");
  });

  it("links to every section", () => {
    const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map((match) => match[1]);
    const headings = [...page.matchAll(/^## (.+)$/gm)].map((match) => match[1]?.replaceAll(" ", "-"));

    expect(links).toEqual(headings);
  });
});
