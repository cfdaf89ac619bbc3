import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { requester } from "../fakes/http-request.ts";
import { removeData, startVteam, type VteamServer } from "../fakes/vteam-server.ts";

const disk = mkdtempSync(join(tmpdir(), "vteam-disk-"));
// A file system of our own can be filled without harm; making one takes root.
const isMounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=24m", "tmpfs", disk]).status === 0;

describe.skipIf(!isMounted)("a full disk", { meta: isMounted ? {} : { enabledBy: "sudo npm test" } }, () => {
  let server: VteamServer;
  const data = join(disk, "data");

  beforeAll(async () => {
    mkdirSync(data);
    server = await startVteam({ dataDirectory: data });
  });

  afterAll(async () => {
    await server?.stop();
    execFileSync("umount", [disk]);
    removeData(disk);
  });

  it("refuses writes with 507 and the remedy, goes on reading, loses nothing and recovers by itself", async () => {
    const call = requester(server.origin, server.token);
    const kept = await call("POST", "/api/projects", { body: { name: "kept" } });
    spawnSync("dd", ["if=/dev/zero", `of=${join(disk, "ballast")}`, "bs=64k"]);

    const answers: { status: number; body: { type?: string; error?: string; remedy?: unknown[] } }[] = [];
    for (let index = 0; index < 40; index++)
      answers.push(
        await call("POST", "/api/projects", { body: { name: `p-${index}`, description: "x".repeat(2_000) } }),
      );
    const created = answers.filter(({ status }) => status === 201).length;
    const refused = answers.filter(({ status }) => status !== 201);
    const during = await call("GET", "/api/projects?limit=200");
    rmSync(join(disk, "ballast"));
    const after = await call("POST", "/api/projects", { body: { name: "after" } });
    const listed = await call("GET", "/api/projects?limit=200");

    expect(kept.status).toBe(201);
    expect(refused.length).toBeGreaterThan(0);
    for (const { status, body } of refused) expect([status, body.type]).toEqual([507, "/problems/disk-full"]);
    expect(during.status).toBe(200);
    expect(after.status).toBe(201);
    expect(listed.body.items).toHaveLength(created + 2);
  });
});
