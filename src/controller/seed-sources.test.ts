import { createServer } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { SeedRequest } from "#domain/operation.ts";
import { commitTo, type Files, git } from "#test/fakes/bare-repository.ts";
import { fakeKits } from "#test/fakes/kits/kits.ts";
import { loopbackServer } from "#test/fakes/loopback-server.ts";
import { type RawEntry, rawZip } from "#test/fakes/raw-zip.ts";
import { BRANCH, SeedHouse, type SeedRepo, tipOf } from "#test/fakes/seed-house.ts";

let house: SeedHouse;
let specs: SeedRepo;
let backend: SeedRepo;
beforeEach(async () => {
  house = await SeedHouse.open();
  [specs, backend] = await Promise.all([house.repository("specs"), house.repository("backend")]);
  await house.workflow(specs, [backend]);
  house.startController();
});
afterEach(() => house.close());

/** A repository with these files on main. */
async function publish(files: Files): Promise<string> {
  const { remote, bare } = await house.remotes.make("source");
  await commitTo(bare, "main", files);
  return remote.url;
}

type Source = () => Promise<SeedRequest>;
const kit =
  (files: Files): Source =>
  async () => ({ specKitRepo: await publish(files) });
const agents =
  (files: Files, agentSourcePath?: string): Source =>
  async () => ({ agentSourceUrl: await publish(files), ...(agentSourcePath && { agentSourcePath }) });

const unusable: [why: string, source: Source, code: string, sentence: RegExp][] = [
  ["of an unknown layout", kit({ "src/plan.md": "# Plan\n" }), "invalid-kit", /holds no command templates/],
  ["without a command", kit({ "templates/commands/.gitkeep": "" }), "invalid-kit", /holds no command templates/],
  ["that does not exist", async () => ({ specKitRepo: house.remotes.missing.url }), "repository-not-found", /missing/],
  [
    "at a version that does not exist",
    async () => ({ specKitRepo: await publish(fakeKits.F2), specKitVersion: "v99" }),
    "ref-not-found",
    /has no tag, branch or commit v99/,
  ],
  ["whose agents' path climbs out", agents({ "a.md": "#\n" }, "../x"), "invalid-agents", /leaves its directory/],
];

test.each(unusable)("a source %s changes no ref and is told in a sentence", async (_, source, code, sentence) => {
  const operation = await house.seed(await source());

  expect(operation.status).toMatchObject({ state: "failed", result: null, error: { type: `/problems/${code}` } });
  expect(operation.status.error?.error).toMatch(sentence);
  expect([await tipOf(specs), await tipOf(backend)]).toEqual(["", ""]);
});

const hostile: [why: string, entry: RawEntry][] = [
  ["that climbs out", { name: "../../evil.sh", content: "x" }],
  ["with a link", { name: "templates/commands/plan.md", content: "/etc/passwd", mode: 0o120777 }],
  ["that is a bomb", { name: "templates/commands/plan.md", content: Buffer.alloc(4_000_000) }],
];

test.each(hostile)("an archive %s is refused as a whole", async (_, entry) => {
  const zip = rawZip([{ name: "templates/commands/tasks.md", content: "# Tasks\n" }, entry]);
  const server = await loopbackServer(createServer((_request, response) => response.end(zip)));

  const operation = await house.seed({ specKitRepo: `${server.origin}/kit.zip` });
  await server.close();

  expect(operation.status.error).toMatchObject({ type: "/problems/archive-rejected" });
  expect([await tipOf(specs), await tipOf(backend)]).toEqual(["", ""]);
});

test("agents with a broken one among them are seeded without it, and that is said", async () => {
  const good = "---\nname: ada\ndescription: Knows\n---\n\nBe Ada.\n";
  const agentSourceUrl = await publish({ "agents/ada.md": good, "agents/eve.md": "---\nname: eve\n---\n" });

  const { status } = await house.seed({ agentSourceUrl });

  expect(status.result?.warnings.join()).toContain("eve.md");
  expect(await git(specs.bare, "ls-tree", "-r", "--name-only", BRANCH, ".claude/agents/")).toBe(
    ".claude/agents/ada.md",
  );
});

test.each([
  ["lie elsewhere", agents({ "README.md": "#\n" }), /agents of .* does not exist/],
  ["are all broken", agents({ "agents/a.md": "# No\n" }), /a\.md has no frontmatter/],
])("agents that %s are left out, built-in ones stand in, and that is said", async (_, source, sentence) => {
  const { status } = await house.seed(await source());

  const personas = (await git(specs.bare, "ls-tree", "-r", "--name-only", BRANCH, ".claude/agents/")).split("\n");
  expect(status.state).toBe("succeeded");
  expect(status.result?.warnings.join()).toMatch(sentence);
  expect(personas).toHaveLength(7);
});

test("a kit is taken from a tag, a branch, a commit or an archive, and what it came from is written down", async () => {
  const { remote, bare } = await house.remotes.make("source");
  const first = await commitTo(bare, "main", fakeKits.F2);
  await git(bare, "tag", "-a", "v1", "-m", "one", "main");
  const second = await commitTo(bare, "main", fakeKits.F4);
  const versions: unknown[] = [];

  for (const specKitVersion of ["v1", "main", first]) {
    const { status } = await house.seed({ specKitRepo: remote.url, specKitVersion });
    versions.push(status.sources?.specKit?.version);
  }
  const zip = rawZip(Object.entries(fakeKits.F6).map(([name, content]) => ({ name: `kit-2/${name}`, content })));
  const server = await loopbackServer(createServer((_request, response) => response.end(zip)));
  const { status } = await house.seed({ specKitRepo: `${server.origin}/kit.zip` });
  await server.close();

  expect(versions).toEqual([first, second, first]);
  expect(status.sources?.specKit?.archiveSha256).toMatch(/^[0-9a-f]{64}$/);
  expect(status.error).toBeNull();
  expect(await git(specs.bare, "rev-list", "--count", `main..${BRANCH}`)).toBe("4");
});
