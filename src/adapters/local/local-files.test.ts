import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Secret } from "#domain/secret.ts";
import { type Local, openLocal } from "./index.ts";

describe("what is kept beside the database", () => {
  let directory: string;
  const open = (accessToken?: Secret) => openLocal({ dataDirectory: directory, now: () => new Date(0), accessToken });
  const keysOf = (local: Local) => [local.encryptionKey.key, local.accessToken].map((secret) => secret.reveal());
  const pathOf = (file: string) => join(directory, file);

  beforeEach(async () => {
    directory = join(await mkdtemp(join(tmpdir(), "vteam-local-")), "data");
  });
  afterEach(() => rm(join(directory, ".."), { recursive: true, force: true }));

  it("makes keys once, for their owner's eyes only", async () => {
    const first = await open();

    const second = await open();

    expect(keysOf(second)).toEqual(keysOf(first));
    expect(new Set(keysOf(first)).size).toBe(2);
    expect((await stat(pathOf("keys.json"))).mode & 0o777).toBe(0o600);
    expect((await stat(directory)).mode & 0o777).toBe(0o700);
    expect(await readdir(directory)).toEqual(["keys.json"]);
  });

  it("makes one set of keys for many first starts at once", async () => {
    const opened = await Promise.all(Array.from({ length: 10 }, () => open()));

    expect(new Set(opened.map((local) => keysOf(local).join())).size).toBe(1);
    expect(await readdir(directory)).toEqual(["keys.json"]);
  });

  it("takes the access token it is given, and does not keep it", async () => {
    const given = await open(new Secret("given"));

    const later = await open();

    expect(await given.access.authenticate(new Secret("given"))).toMatchObject({ kind: "user" });
    expect(await later.access.authenticate(new Secret("given"))).toBeUndefined();
    expect(await readFile(pathOf("keys.json"), "utf8")).not.toContain("given");
  });

  it("closes a key file that others could read", async () => {
    await open();
    await chmod(pathOf("keys.json"), 0o644);

    await open();

    expect((await stat(pathOf("keys.json"))).mode & 0o777).toBe(0o600);
  });

  it("refuses damaged keys without showing or replacing them", async () => {
    await open();
    for (const damaged of ['{"signingKey":"canary', '{"signingKey":"canary"}', ""]) {
      await writeFile(pathOf("keys.json"), damaged);

      const refused = await open().catch((error: unknown) => error);

      expect(refused).toMatchObject({ code: "data-directory-unusable", cause: undefined });
      expect(String(refused)).toContain(pathOf("keys.json"));
      expect(String(refused)).not.toContain("canary");
      expect(await readFile(pathOf("keys.json"), "utf8")).toBe(damaged);
    }
  });

  it("remembers the last 20 origins, newest first, and the last port", async () => {
    const { serverState } = await open();
    expect(serverState.lastPort).toBeUndefined();
    for (let port = 1_001; port <= 1_025; port += 1) await serverState.addOrigin(`http://127.0.0.1:${port}`);
    await serverState.addOrigin("http://127.0.0.1:1010");

    const later = (await open()).serverState;

    expect(later.origins).toHaveLength(20);
    expect(later.origins.slice(0, 3)).toEqual([
      "http://127.0.0.1:1010",
      "http://127.0.0.1:1025",
      "http://127.0.0.1:1024",
    ]);
    expect(new Set(later.origins).size).toBe(20);
    expect(later.lastPort).toBe(1_010);
    expect(await readdir(directory)).toEqual(["keys.json", "server.json"]);
  });

  it("says which state file is damaged", async () => {
    await open();
    await writeFile(pathOf("server.json"), "[]");

    await expect(open()).rejects.toMatchObject({ message: expect.stringContaining(pathOf("server.json")) });
  });
});
