import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { git, pushFiles } from "../fakes/git-client.ts";
import { startGitServer } from "../fakes/git-server.ts";
import { type Requester, requester } from "../fakes/http-request.ts";
import { startMessagesServer } from "../fakes/messages-server.ts";
import { removeData, startVteam, type VteamServer } from "../fakes/vteam-server.ts";

// Two secrets that exist nowhere else. Whatever holds one of them afterwards has leaked it.
const modelKey = "sk-ant-canary-7d1c2f9e04b8";
const gitToken = "ghp_canaryA93kd02Lq5Zx";
const spellings = [modelKey, gitToken].flatMap((secret) => [
  secret,
  ...["", "a", "aa", "x-access-token:"].map((pad) =>
    Buffer.from(pad + secret)
      .toString("base64")
      .slice(8, -6),
  ),
]);
const P = "/api/projects/canary";
const branch = "ambient-canary";

let work: string;
let server: VteamServer;
let call: Requester;
let model: Awaited<ReturnType<typeof startMessagesServer>>;
let remote: Awaited<ReturnType<typeof startGitServer>>;

/** Everything that was in an argument list or, for other processes than ours, an environment, while the session ran. */
class ProcessWatch {
  readonly leaks = new Set<string>();
  looks = 0;
  readonly #timer = setInterval(() => this.#look(), 4);

  #look(): void {
    this.looks++;
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)) {
      for (const file of ["cmdline", "environ"]) {
        try {
          // The server was given its key in its own environment by whoever started it; a fork of it shows the same until it execs.
          if (file === "environ" && readFileSync(`/proc/${pid}/cmdline`, "latin1").includes("--data-dir")) continue;
          const text = readFileSync(`/proc/${pid}/${file}`, "latin1");
          if (spellings.some((spelling) => text.includes(spelling)))
            this.leaks.add(`${file}: ${text.replaceAll("\0", " ").slice(0, 300)}`);
        } catch {
          // It ended meanwhile.
        }
      }
    }
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

/** All objects of a repository, decompressed. */
const objectsOf = (repository: string): string =>
  execFileSync("sh", ["-c", `git -C "$1" cat-file --batch-all-objects --batch`, "sh", repository], {
    encoding: "latin1",
    maxBuffer: 1 << 28,
  });

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), "vteam-canary-"));
  mkdirSync(join(work, "remotes"));
  const bare = join(work, "remotes/specs.git");
  execFileSync("git", ["init", "-q", "--bare", "-b", "main", bare]);
  execFileSync("git", ["-C", bare, "config", "http.receivepack", "true"]);
  pushFiles(join(work, "checkout"), bare, "", [{ path: "README.md", content: "# Specs\n" }]);
  remote = await startGitServer(join(work, "remotes"), { username: "x-access-token", password: gitToken });
  model = await startMessagesServer((_, n) =>
    n === 0
      ? {
          text: "I look at what I can see.",
          tools: [
            {
              name: "Bash",
              input: { command: "env; cat /proc/self/environ; git config --list --show-origin; echo done > seen.txt" },
            },
          ],
        }
      : { text: "Done." },
  );
  server = await startVteam({
    environment: {
      ANTHROPIC_API_KEY: modelKey,
      ANTHROPIC_BASE_URL: model.url,
      VTEAM_ALLOW_HTTP_REPOS: "true",
      VTEAM_GIT_HOSTS: new URL(remote.origin).host,
      VTEAM_LOG_LEVEL: "trace",
    },
  });
  call = requester(server.origin, server.token);
});

afterAll(async () => {
  await server?.stop();
  await model?.close();
  await remote?.close();
  if (server !== undefined) removeData(server.dataDirectory);
  removeData(work);
});

describe("the model key and the git token", () => {
  it("reach who they are for, and surface nowhere else", async () => {
    const url = `${remote.origin}/specs.git`;
    const replies: unknown[] = [];
    const said = async (...args: Parameters<Requester>) => {
      const answer = await call(...args);
      replies.push(answer);
      return answer;
    };
    await said("POST", "/api/projects", { body: { name: "canary" } });
    // Not by curl: its arguments are not ours to judge.
    const put = await fetch(`${server.origin}${P}/secrets/GIT_TOKEN`, {
      method: "PUT",
      headers: { authorization: `Bearer ${server.token}`, "content-type": "application/json" },
      body: JSON.stringify({ value: gitToken }),
    });
    const watch = new ProcessWatch();
    const rfe = await said("POST", `${P}/rfe-workflows`, {
      body: { title: "Canary", branchName: branch, umbrellaRepo: { url, branch: "main" } },
    });
    const seeded = await said("POST", `${P}/rfe-workflows/${rfe.body.id}/seed`, { body: {} });
    const created = await said("POST", `${P}/agentic-sessions`, {
      body: {
        prompt: "Look around.",
        repos: [{ input: { url, branch }, output: { url, targetBranch: branch, autoCommit: true } }],
        metadata: { rfeWorkflow: rfe.body.id },
      },
    });
    const session = await vi.waitFor(
      async () => {
        const answer = await said("GET", `${P}/agentic-sessions/${created.body.name}`);
        expect(["Completed", "Failed", "Error"]).toContain(answer.body.status.phase);
        return answer.body;
      },
      { timeout: 45_000, interval: 300 },
    );
    watch.stop();
    await said("GET", `${P}/agentic-sessions/${created.body.name}/messages?limit=200`);
    await said("GET", `${P}/secrets`);

    expect([put.status, seeded.status]).toEqual([204, 200]);
    expect(session.status, JSON.stringify(session.status)).toMatchObject({
      phase: "Completed",
      repos: [{ pushed: true }],
    });
    expect(model.requests.length).toBeGreaterThan(1);
    expect(model.requests.every((request) => request.headers["x-api-key"] === modelKey)).toBe(true);
    expect(git(work, undefined, "--git-dir", join(work, "remotes/specs.git"), "show", `${branch}:seen.txt`)).toBe(
      "done\n",
    );

    const leaks = (where: string, text: string): string[] =>
      spellings.some((spelling) => text.includes(spelling)) ? [where] : [];
    const stored = filesBelow(server.dataDirectory).flatMap((path) =>
      leaks(basename(path), statSync(path).size < 1 << 26 ? readFileSync(path, "latin1") : ""),
    );
    const repositories = [
      join(work, "remotes/specs.git"),
      ...readdirSync(join(server.dataDirectory, "mirrors")).map((name) => join(server.dataDirectory, "mirrors", name)),
    ].filter((path) => statSync(path).isDirectory());
    expect(watch.looks).toBeGreaterThan(50);
    expect([...watch.leaks]).toEqual([]);
    expect(leaks("replies", JSON.stringify(replies))).toEqual([]);
    expect(leaks("output and logs", server.output())).toEqual([]);
    expect(stored).toEqual([]);
    expect(repositories.flatMap((path) => leaks(path, objectsOf(path)))).toEqual([]);
  });
});
