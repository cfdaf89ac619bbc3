import { execFileSync } from "node:child_process";
import { chmod, mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { describeLocalGitHost } from "#test/contract/local-git-host.contract.ts";
import { commitTo, git } from "#test/fakes/bare-repository.ts";
import { openHostedRemotes } from "#test/fakes/git-remotes.ts";

describeLocalGitHost("DirectoryGitHost", openHostedRemotes);

/** Processes whose command line names this directory or that run in it. */
function processesAbout(text: string): string[] {
  return execFileSync("ps", ["axww", "-o", "pid=,args="], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line.includes(text) && !line.includes("ps axww"));
}

describe("DirectoryGitHost", () => {
  let opened: Awaited<ReturnType<typeof openHostedRemotes>>;

  beforeEach(async () => {
    opened = await openHostedRemotes();
  });
  afterEach(() => opened.close());

  it("runs no hook of a repository", async () => {
    const { remote, bare } = await opened.make("specs");
    const trace = join(opened.directory, "hook-ran");
    await mkdir(join(bare, "hooks"), { recursive: true });
    for (const hook of ["pre-receive", "update", "post-receive", "post-update", "reference-transaction"]) {
      await writeFile(join(bare, "hooks", hook), `#!/bin/sh\ntouch ${trace}\n`);
      await chmod(join(bare, "hooks", hook), 0o755);
    }
    const work = join(opened.directory, "work");
    await mkdir(work);
    await git(work, "init", "--quiet");
    await git(work, "commit", "--quiet", "--allow-empty", "-m", "x");

    await git(work, "push", "--quiet", remote.url, "HEAD:refs/heads/main");

    await expect(stat(trace)).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("ends git when the client leaves in mid-push", async () => {
    const { remote } = await opened.make("specs");
    const leave = new AbortController();
    const body = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(Buffer.from("00")) });
    const before = processesAbout("http-backend").length;

    const request = fetch(`${remote.url}/git-receive-pack`, {
      method: "POST",
      headers: { "content-type": "application/x-git-receive-pack-request" },
      body,
      duplex: "half",
      signal: leave.signal,
    } as RequestInit).catch((error: unknown) => error);
    await vi.waitFor(() => expect(processesAbout("http-backend").length).toBeGreaterThan(before), { timeout: 5_000 });
    leave.abort();
    await request;

    await vi.waitFor(() => expect(processesAbout("http-backend").length).toBe(before), { timeout: 5_000 });
  });

  it("reports the size and the default branch of what was pushed around it", async () => {
    const { bare } = await opened.make("specs");
    await commitTo(bare, "main", { "a.md": "x".repeat(10_000) });

    const repository = await opened.host.get("payments", "specs");

    expect(repository).toMatchObject({ defaultBranch: "main", name: "specs" });
    expect(repository?.sizeBytes).toBeGreaterThan(500);
  });
});
