import { mkdtemp, rm, symlink } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { describeSeedContent } from "#test/contract/seed-content.contract.ts";
import { fakeKits } from "#test/fakes/kits/kits.ts";
import { loopbackServer } from "#test/fakes/loopback-server.ts";
import { rawZip } from "#test/fakes/raw-zip.ts";
import { gitIn, makeRepository, sourceGit, writeTree } from "#test/fakes/source-git.ts";
import { openSeedContent } from "./seed-content.ts";

const kitDirectory = fileURLToPath(new URL("../../../kit", import.meta.url));
const { signal } = new AbortController();
const access = async (url: string) => ({ url: url.replace("git://test", "") });

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "seed-content-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const openContent = (allowDirectories?: string) =>
  openSeedContent({ git: sourceGit(), kitDirectory, version: "0.0.0", allowDirectories, allowHttp: true });

describeSeedContent("SeedContent from git", async () => ({
  content: openContent(),
  access,
  async publish(files) {
    const directory = await mkdtemp(join(root, "source-"));
    const version = makeRepository(directory, files);
    return { source: `git://test${directory}`, version };
  },
  close: async () => {},
}));

describeSeedContent("SeedContent from directories", async () => ({
  content: openContent(root),
  access,
  async publish(files) {
    const directory = await mkdtemp(join(root, "source-"));
    writeTree(directory, files);
    return { source: directory, version: "directory" };
  },
  close: async () => {},
}));

test("resolves a tag before a branch of the same name, then a commit", async () => {
  const first = makeRepository(root, fakeKits.F2);
  gitIn(root, "tag", "-a", "v9", "-m", "release");
  gitIn(root, "commit", "-q", "--allow-empty", "-m", "second");
  gitIn(root, "branch", "v9");
  const content = openContent();
  const versionOf = async (specKitVersion?: string) =>
    (
      await content.specKit(
        { specKitRepo: `git://test${root}`, ...(specKitVersion && { specKitVersion }) },
        access,
        signal,
      )
    ).record.version;

  const versions = [await versionOf("v9"), await versionOf(first), await versionOf()];

  expect(versions).toEqual([first, first, gitIn(root, "rev-parse", "main")]);
  await expect(versionOf("v10")).rejects.toMatchObject({ code: "ref-not-found" });
});

test("asks once whether a source moved, and reads nothing of a commit that it knows", async () => {
  makeRepository(root, { ...fakeKits.F2, "agents/ada.md": "---\nname: ada\ndescription: Knows\n---\n\nBe Ada.\n" });
  const calls: string[] = [];
  const git = new Proxy(sourceGit(), {
    get(target, name) {
      calls.push(String(name));
      return Reflect.get(target, name);
    },
  });
  const content = openSeedContent({ git, kitDirectory, version: "0", allowDirectories: undefined, allowHttp: true });
  const source = `git://test${root}`;
  const load = async () => {
    calls.length = 0;
    await content.agents({ agentSourceUrl: source }, access, signal);
    const { record } = await content.specKit({ specKitRepo: source }, access, signal);
    return { version: record.version, calls: [...calls] };
  };

  const cold = await load();
  const warm = await load();
  gitIn(root, "commit", "-q", "--allow-empty", "-m", "second");
  const moved = await load();

  expect(cold.calls).toEqual(["state", "tree", "blobs", "state", "tree", "blobs"]);
  expect(warm).toEqual({ version: cold.version, calls: ["state", "state"] });
  expect(moved.version).toBe(gitIn(root, "rev-parse", "HEAD"));
});

test("looks for the guide's short names on github.com", async () => {
  const asked: string[] = [];
  const refuse = async (url: string) => {
    asked.push(url);
    throw new Error("no network here");
  };

  await openContent()
    .specKit({ specKitRepo: "github/spec-kit" }, refuse, signal)
    .catch(() => {});

  expect(asked).toEqual(["https://github.com/github/spec-kit"]);
});

test("takes a kit from an archive and records the hash of the archive", async () => {
  const zip = rawZip(Object.entries(fakeKits.F4).map(([path, content]) => ({ name: `kit-1/${path}`, content })));
  const server = await loopbackServer(createServer((_, response) => response.end(zip)));

  const kit = await openContent().specKit({ specKitRepo: `${server.origin}/kit.zip` }, access, signal);
  await server.close();

  expect(kit.record).toMatchObject({
    source: `${server.origin}/kit.zip`,
    archiveSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(kit.files.map((file) => file.path)).toContain(".claude/commands/speckit.plan.md");
});

test("reads a directory only below the one that is allowed, and follows no link", async () => {
  writeTree(join(root, "allowed/kit"), fakeKits.F2);
  writeTree(join(root, "secret"), { "token.md": "canary" });
  await symlink(join(root, "secret/token.md"), join(root, "allowed/kit/templates/token.md"));
  await symlink(join(root, "secret"), join(root, "allowed/way-out"));
  const content = openContent(join(root, "allowed"));

  const kit = await content.specKit({ specKitRepo: join(root, "allowed/kit") }, access, signal);

  expect(kit.files.map((file) => Buffer.from(file.content).toString()).join("")).not.toContain("canary");
  expect(kit.warnings.join()).toContain("templates/token.md is a link");
  for (const directory of ["secret", "allowed/way-out", "allowed/none", "allowed/../secret"])
    await expect(content.specKit({ specKitRepo: join(root, directory) }, access, signal)).rejects.toMatchObject({
      code: "invalid-kit",
    });
  await expect(openContent().specKit({ specKitRepo: join(root, "allowed/kit") }, access, signal)).rejects.toMatchObject(
    {
      code: "invalid-kit",
    },
  );
});

test("leaves links of a repository out and says so", async () => {
  await rm(root, { recursive: true });
  makeRepository(root, fakeKits.F2);
  await symlink("/etc/passwd", join(root, "templates/evil.md"));
  gitIn(root, "add", "-A");
  gitIn(root, "commit", "-q", "-m", "link");

  const kit = await openContent().specKit({ specKitRepo: `git://test${root}` }, access, signal);

  expect(kit.files.map((file) => file.path)).not.toContain(".specify/templates/evil.md");
  expect(kit.warnings.join()).toContain("templates/evil.md is a link");
});

test("says which parts of a request have no effect", async () => {
  const content = openContent();

  const builtin = await content.specKit({ specKitVersion: "v1.0.1" }, access, signal);

  expect(builtin.warnings.join()).toContain("specKitVersion v1.0.1 has no effect");
});
