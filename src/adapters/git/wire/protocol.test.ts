import { createServer } from "node:http";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SeedingGitRepository } from "#adapters/git/seeding-git-repository.ts";
import type { Change, Remote } from "#ports/git-repository.ts";
import { commitTo, git } from "#test/fakes/bare-repository.ts";
import { openServerRemotes } from "#test/fakes/git-remotes.ts";
import type { GitAnswer } from "#test/fakes/git-server.ts";
import { loopbackServer } from "#test/fakes/loopback-server.ts";
import { packet } from "./pkt-line.ts";

const { signal } = new AbortController();
const change: Change = {
  baseBranch: "main",
  branch: "feature",
  files: async () => [{ path: "a.md", content: Buffer.from("a\n"), executable: false }],
  message: "chore: seed",
  author: { name: "vTeam Bot", email: "vteam-bot@ambient-code.io" },
  date: "2026-11-22T12:00:00.000Z",
};

let opened: Awaited<ReturnType<typeof openServerRemotes>>;
let repository: SeedingGitRepository;
let remote: Remote;
let bare: string;
let base: string;

beforeEach(async () => {
  opened = await openServerRemotes();
  const options = {
    git: opened.git,
    directory: join(opened.directory, "mirrors"),
    locate: () => undefined,
    now: Date.now,
  };
  repository = new SeedingGitRepository(options);
  ({ remote, bare } = await opened.make("specs"));
  base = await commitTo(bare, "main", { "README.md": "hello\n", "d/x": "x\n" });
});
afterEach(() => opened.close());

const switches = () => opened.server.switches;
const isPush = (url: string | undefined): boolean => url?.endsWith("/git-receive-pack") ?? false;
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "fine",
    (error: { code?: string }) => error.code ?? `bug: ${error}`,
  );
const branches = () => git(bare, "for-each-ref", "--format=%(refname)", "refs/heads");
const seed = async () => (await repository.prepare(remote, change, signal)).push(signal);

describe("a server in trouble", () => {
  it("that cuts any answer at any place is never taken for one without the branch", async () => {
    for (const at of [0, 1, 4, 30, 60, 100, 150, 200]) {
      switches().tamper = (_, answer) => ({
        ...answer,
        headers: { ...answer.headers, "content-length": String(at) },
        body: answer.body.subarray(0, Math.min(at, answer.body.length - 1)),
      });

      expect(await codeOf(repository.state(remote, ["none"], signal))).toBe("git-protocol");
      expect(await codeOf(repository.pushState(remote, ["none"], signal))).toBe("git-protocol");
      expect(await codeOf(repository.prepare(remote, change, signal))).toBe("git-protocol");
    }
    expect(await branches()).toBe("refs/heads/main");
  });

  it("whose connection breaks in the middle of an answer is said to have stopped", async () => {
    switches().tamper = (_, answer) => ({
      ...answer,
      headers: { ...answer.headers, "content-length": String(answer.body.length) },
      body: answer.body.subarray(0, answer.body.length - 2),
    });

    const answers = [repository.state(remote, ["main"], signal), repository.canPush(remote, signal)];

    expect(await Promise.all(answers.map(codeOf))).toEqual(["git-protocol", "git-protocol"]);
  });

  it("that answers 200 with nothing, or with a web page, talks no git", async () => {
    const page = { status: 200, headers: { "content-type": "text/html" }, body: Buffer.from("<h1>Log in</h1>") };
    for (const answer of [page, { ...page, headers: {}, body: Buffer.alloc(0) }]) {
      switches().intercept = () => answer;

      expect(await codeOf(repository.state(remote, ["main"], signal))).toBe("git-protocol");
      expect(await codeOf(repository.createBranch(remote, "feature", base, signal))).toBe("git-protocol");
    }
  });

  it("that hides a repository, refuses the credential or breaks is told apart", async () => {
    const codes: string[] = [];
    for (const status of [401, 403, 404, 410, 418, 429, 500, 503]) {
      switches().intercept = () => ({ status, headers: {}, body: Buffer.alloc(0) });
      codes.push(await codeOf(repository.state(remote, ["main"], signal)));
    }

    expect(codes).toEqual([
      ...["git-credential-refused", "git-credential-refused", "repository-not-found", "repository-not-found"],
      ...["git-protocol", "git-host-unreachable", "git-host-unreachable", "git-host-unreachable"],
    ]);
  });

  it("that says its errors inside a good answer is quoted, made harmless", async () => {
    const said = (body: Buffer) => {
      switches().intercept = ({ url }): GitAnswer | undefined =>
        url?.endsWith("/git-upload-pack")
          ? { status: 200, headers: { "content-type": "application/x-git-upload-pack-result" }, body }
          : undefined;
      return repository.prepare(remote, change, signal).catch((error: unknown) => error);
    };

    const answers = [
      await said(packet("ERR \u001b[31mgo away\n")),
      await said(Buffer.concat([packet("packfile\n"), packet(Buffer.from("\x03\u001b[31mgo away"))])),
    ];

    for (const error of answers) {
      expect(error).toMatchObject({ code: "git-protocol", message: expect.stringContaining("go away") });
      expect(String(error)).not.toContain("\u001b");
    }
  });

  it("that refuses the credential in the middle leaves nothing behind", async () => {
    const prepared = await repository.prepare(remote, change, signal);
    switches().unauthorized = true;

    expect(await codeOf(prepared.push(signal))).toBe("git-credential-refused");
    expect(await branches()).toBe("refs/heads/main");
  });

  it("that takes too long is given up", async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    switches().gate = promise;
    const leave = new AbortController();

    const answer = repository.state(remote, ["main"], leave.signal);
    leave.abort(new Error("enough"));

    await expect(answer).rejects.toThrow("enough");
    resolve();
  });
});

describe("compressed answers", () => {
  const compressed = (_: unknown, answer: GitAnswer): GitAnswer => {
    const body = gzipSync(answer.body);
    return {
      ...answer,
      body,
      headers: { ...answer.headers, "content-encoding": "gzip", "content-length": String(body.length) },
    };
  };

  it("are read like others", async () => {
    switches().tamper = compressed;

    expect(await seed()).toMatchObject({ kind: "pushed" });
  });

  it("that would fill the memory are refused", async () => {
    const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
    switches().tamper = (request, answer) => compressed(request, { ...answer, body: Buffer.alloc(0) });
    const before = process.memoryUsage().rss;
    switches().intercept = ({ url }) => ({
      status: 200,
      headers: {
        "content-type": url?.includes("info/refs")
          ? "application/x-git-receive-pack-advertisement"
          : "application/x-git-upload-pack-result",
        "content-encoding": "gzip",
      },
      body: bomb,
    });

    const codes = await Promise.all(
      [repository.state(remote, ["main"], signal), repository.canPush(remote, signal)].map(codeOf),
    );

    expect(codes).toEqual(["too-large", "too-large"]);
    expect(process.memoryUsage().rss - before).toBeLessThan(160 * 1024 * 1024);
  });

  it("that cannot be unpacked are no answers", async () => {
    switches().tamper = (request, answer) => ({ ...compressed(request, answer), body: Buffer.from("no gzip") });

    expect(await codeOf(repository.canPush(remote, signal))).toBe("git-protocol");
  });
});

describe("redirects", () => {
  it("within the server are followed, and remembered for the push", async () => {
    switches().intercept = ({ url = "", method }) =>
      url.startsWith("/old/specs/") && method === "GET"
        ? { status: 301, headers: { location: url.replace("/old/specs/", "/specs.git/") }, body: Buffer.alloc(0) }
        : undefined;
    const old = { ...remote, url: `${opened.server.origin}/old/specs` };

    const prepared = await repository.prepare(old, change, signal);

    expect(await prepared.push(signal)).toEqual({ kind: "pushed", sha: prepared.next });
    expect(await git(bare, "rev-parse", "feature")).toBe(prepared.next);
  });

  it("to another server are not followed, and it sees no request", async () => {
    const seen: unknown[] = [];
    const other = await loopbackServer(
      createServer((request, response) => {
        seen.push(request.headers);
        response.end();
      }),
    );
    switches().intercept = ({ url = "" }) => ({
      status: 302,
      headers: { location: other.origin + url },
      body: Buffer.alloc(0),
    });

    const answers = [
      repository.canPush(remote, signal),
      repository.state(remote, ["main"], signal),
      repository.createBranch(remote, "feature", base, signal),
    ];

    expect(await Promise.all(answers.map(codeOf))).toEqual(Array(3).fill("repository-not-found"));
    expect(seen).toEqual([]);
    await other.close();
  });

  it("in a circle are given up", async () => {
    switches().intercept = ({ url = "" }) => ({ status: 302, headers: { location: url }, body: Buffer.alloc(0) });

    expect(await codeOf(repository.canPush(remote, signal))).toBe("repository-not-found");
  });
});

describe("an answer to a push", () => {
  it("that was lost after the push applied is found out by looking", async () => {
    switches().cutAfterPush = true;
    const prepared = await repository.prepare(remote, change, signal);

    expect(await prepared.push(signal)).toEqual({ kind: "already", sha: prepared.next });
    expect(opened.server.counters.pushes).toBe(1);
  });

  it("that is cut anywhere is no success, unless the branch says so", async () => {
    for (const at of [0, 10, 30, 60]) {
      switches().tamper = ({ url }, answer) =>
        isPush(url)
          ? {
              ...answer,
              headers: { "content-type": String(answer.headers["content-type"]) },
              body: answer.body.subarray(0, Math.min(at, answer.body.length - 4)),
            }
          : answer;
      const prepared = await repository.prepare(remote, { ...change, branch: `feature-${at}` }, signal);

      expect(await prepared.push(signal)).toEqual({ kind: "already", sha: prepared.next });
    }
  });

  it("that praises another ref, or a pack that did not unpack, is a refusal", async () => {
    const report = (...lines: string[]) => {
      const inner = Buffer.concat([...lines.map((line) => packet(`${line}\n`)), Buffer.from("0000")]);
      return Buffer.concat([packet(Buffer.concat([Buffer.from([1]), inner])), Buffer.from("0000")]);
    };
    const bodies = [
      report("unpack ok", "ok refs/heads/other"),
      report("unpack index-pack abnormal exit", "ng refs/heads/feature unpacker error"),
      report("unpack ok"),
      report("unpack ok", "ok refs/heads/feature", "ok refs/heads/other"),
    ];
    for (const body of bodies) {
      const headers = { "content-type": "application/x-git-receive-pack-result" };
      switches().intercept = ({ url }) => (isPush(url) ? { status: 200, headers, body } : undefined);

      expect(await codeOf(seed())).toBe("push-refused");
    }
    expect(await branches()).toBe("refs/heads/main");
  });

  it("whose kept connection was closed is asked for once more", async () => {
    await repository.canPush(remote, signal);
    let isFirst = true;
    switches().intercept = (request) => {
      if (!isFirst) return undefined;
      isFirst = false;
      request.socket.destroy();
      return { status: 200, headers: {}, body: Buffer.alloc(0) };
    };

    expect(await repository.createBranch(remote, "feature", base, signal)).toEqual({ kind: "pushed", sha: base });
  });
});
