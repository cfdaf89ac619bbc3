import { readFileSync, writeFileSync } from "node:fs";
import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { sandboxOf } from "#adapters/claude/sandbox.ts";
import { commitTo, git } from "#test/fakes/bare-repository.ts";
import { credential } from "#test/fakes/git-remotes.ts";
import type { Turn } from "#test/fakes/messages-server.ts";
import { branch, openRunScene, runToken } from "#test/fakes/run-scene.ts";

type Scene = Awaited<ReturnType<typeof openRunScene>>;

const bash = (command: string): Turn => ({ tools: [{ name: "Bash", input: { command } }] });
const write = (path: string, content = "content\n"): Turn => ({
  tools: [{ name: "Write", input: { file_path: path, content } }],
});
const spec = `specs/${branch}/spec.md`;
const done: Turn = { text: "All done." };

let scene: Scene;
beforeEach(async () => {
  const opened = await openRunScene();
  scene = opened;
  onTestFinished(opened.close);
});

const texts = (): string[] =>
  scene.server.events.flatMap((event) => (event.type === "system.message" ? [event.payload.text] : []));
const tip = (bare: string, ref = branch) => git(bare, "log", "-1", "--format=%H", ref);

it("turns a prompt into one commit on the branch and reports it as the guide says", async () => {
  scene.script(write(spec), done);

  const exitCode = await scene.run();

  const commitSha = await tip(scene.umbrella.bare);
  expect(exitCode).toBe(0);
  expect(scene.result()).toMatchObject({
    outcome: "completed",
    results: "All done.",
    model: "claude-sonnet-4-5",
    num_turns: 2,
    repos: [
      { url: scene.umbrella.remote.url, pushed: true, commitSha, error: null, branch, total_added: 1 },
      { url: scene.backend.remote.url, pushed: false, commitSha: null, error: null },
    ],
  });
  expect(await git(scene.umbrella.bare, "log", "-1", "--format=%an <%ae>|%s|%cn", branch)).toBe(
    "vTeam Bot <vteam-bot@ambient-code.io>|feat: add user login specification|vTeam Bot",
  );
  expect(await git(scene.umbrella.bare, "show", "--format=", "--name-only", branch)).toBe(spec);
});

it("tells the whole story in order, from 1, ending with the result", async () => {
  scene.script(write(spec), done);

  await scene.run();

  const { events } = scene.server;
  expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
  expect(events.map((event) => event.type).filter((type) => type !== "system.message")).toEqual([
    "user.message",
    "agent.running",
    "tool.use",
    "tool.result",
    "agent.message",
    "git",
    "result.message",
  ]);
  expect(texts()).toEqual([
    ...["specs", "backend"].map((name) => expect.stringMatching(`^Cloning http.*/${name}.git at ${branch}\\.$`)),
    expect.stringMatching(/^Cloned .* at [0-9a-f]{7}/),
    expect.stringMatching(/^Cloned .* at [0-9a-f]{7}/),
    expect.stringMatching(/^Committing 1 file in /),
    expect.stringMatching(/^Pushing [0-9a-f]{7} to ambient-login of /),
  ]);
});

it("sends the phase's command with the feature's facts, in the right directory and environment", async () => {
  scene.script(
    bash(
      'pwd; echo "$SPECIFY_FEATURE $SPECIFY_FEATURE_DIRECTORY $GIT_BRANCH_NAME"; cat .specify/feature.json; git status --short',
    ),
    done,
  );

  await scene.run();

  const [first] = scene.model.requests;
  expect(first?.prompt).toContain("SPECIFY: Specify it.");
  expect(first?.prompt).toContain("Feature: User Login");
  expect(first?.prompt).toContain(
    `Other repository: ${scene.backend.remote.url} is in ${scene.workspace}/repos/backend (read-only)`,
  );
  const result = scene.server.events.find((event) => event.type === "tool.result");
  expect(result?.payload).toMatchObject({
    text: `${scene.workspace}/repos/specs\n${branch} specs/${branch} ${branch}\n{"feature_directory":"specs/${branch}"}`,
  });
});

it("takes in commits that the agent made itself", async () => {
  scene.script(write("a.md"), bash("git add -A && git commit -qm 'docs: my own' && echo more > b.md"), done);

  await scene.run();

  expect(await git(scene.umbrella.bare, "log", "-2", "--format=%s", branch)).toBe(
    "feat: add user login specification\ndocs: my own",
  );
  expect(await git(scene.umbrella.bare, "ls-tree", "-r", "--name-only", branch, ".specify")).toBe(
    ".specify/templates/spec-template.md",
  );
});

it("pushes nothing when nothing changed", async () => {
  const before = await tip(scene.umbrella.bare);
  scene.script(done);

  const exitCode = await scene.run();

  expect(exitCode).toBe(0);
  expect(await tip(scene.umbrella.bare)).toBe(before);
  expect(scene.result()?.repos[0]).toMatchObject({ pushed: false, commitSha: null, error: null });
});

it("keeps work on a rescue branch when nobody asked to commit it", async () => {
  const { url } = scene.umbrella.remote;
  scene.order({ repos: [{ input: { url, branch }, output: { url, targetBranch: branch, autoCommit: false } }] });
  scene.script(write(spec), done);

  const exitCode = await scene.run();

  const commitSha = await tip(scene.umbrella.bare, "rescue/session-1-1");
  expect(exitCode).toBe(0);
  expect(scene.result()?.repos[0]).toMatchObject({
    pushed: false,
    commitSha,
    rescueRef: expect.stringContaining("rescue/session-1-1"),
  });
});

it("works without a repository", async () => {
  scene.order({ repos: [] });
  scene.script(bash("pwd"), done);

  const exitCode = await scene.run();

  expect(exitCode).toBe(0);
  expect(scene.result()).toMatchObject({ outcome: "completed", repos: [] });
});

it("says when a read-only repository was changed all the same, and pushes nothing there", async () => {
  const before = await tip(scene.backend.bare);
  scene.script(bash(`node -e "require('fs').writeFileSync('../backend/new','x')"`), done);

  await scene.run({ sandbox: sandboxOf("death-signal") });

  expect(scene.result()?.repos[1]).toMatchObject({ pushed: false, error: expect.stringContaining("read-only") });
  expect(await tip(scene.backend.bare)).toBe(before);
});

describe("a run that cannot complete", () => {
  it("rescues the work when the agent fails, and leaves the branch alone", async () => {
    const before = await tip(scene.umbrella.bare);
    scene.script(write(spec), { error: { status: 403, type: "permission_error" } });

    const exitCode = await scene.run();

    expect(exitCode).toBe(1);
    expect(scene.result()).toMatchObject({ outcome: "failed", reason: "model-auth" });
    expect(await tip(scene.umbrella.bare)).toBe(before);
    expect(await git(scene.umbrella.bare, "show", "--format=", "--name-only", "rescue/session-1-1")).toBe(spec);
  });

  it("fails with the reason when a branch cannot be cloned", async () => {
    const { url } = scene.umbrella.remote;
    scene.order({ repos: [{ input: { url, branch: "nowhere" } }] });

    const exitCode = await scene.run();

    expect(exitCode).toBe(1);
    expect(scene.result()).toMatchObject({
      outcome: "failed",
      reason: "clone-failed",
      message: `${url} has no branch nowhere.`,
    });
    expect(scene.model.requests).toEqual([]);
  });

  it("fails when the credential is refused", async () => {
    scene.server.switches.credential = { username: "x", password: "wrong-password" };

    const exitCode = await scene.run();

    expect(exitCode).toBe(1);
    expect(scene.result()?.reason).toBe("credential");
  });

  it("fails with the host's words when the work cannot be pushed", async () => {
    scene.git.switches.denyPush = 403;
    scene.script(write(spec), done);

    const exitCode = await scene.run();

    expect(exitCode).toBe(1);
    expect(scene.result()).toMatchObject({
      outcome: "failed",
      reason: "push-failed",
      repos: [{ pushed: false }, { error: null }],
    });
    expect(scene.result()?.repos[0]?.error).toBeTruthy();
  });

  it("ends at the deadline and keeps the work", async () => {
    scene.order({}, { deadline: new Date(Date.now() + 3_000).toISOString() });
    scene.script(write(spec), { hang: true });

    const exitCode = await scene.run();

    expect(exitCode).toBe(1);
    expect(scene.result()).toMatchObject({
      outcome: "failed",
      reason: "timeout",
      message: "The session reached its time limit of 30 minutes.",
    });
    expect(await tip(scene.umbrella.bare, "rescue/session-1-1")).toBe(scene.result()?.repos[0]?.commitSha);
  });

  it("stops when asked, and keeps the work", async () => {
    scene.script(write(spec), bash("node -e 'setInterval(() => {}, 1000)'"));
    const running = scene.run();
    await vi.waitFor(() => expect(scene.server.events.filter((event) => event.type === "tool.use")).toHaveLength(2), {
      timeout: 20_000,
    });

    scene.stop.abort();
    const exitCode = await running;

    expect(exitCode).toBe(2);
    expect(scene.result()).toMatchObject({
      outcome: "stopped",
      repos: [{ pushed: false, rescueRef: expect.stringContaining("rescue/") }, {}],
    });
  });

  it("is stopped before it started without asking the model", async () => {
    const gate = Promise.withResolvers<void>();
    scene.git.switches.gate = gate.promise;
    const running = scene.run();
    await vi.waitFor(() => expect(texts()).toHaveLength(2));

    scene.stop.abort();
    const exitCode = await running;
    gate.resolve();

    expect(exitCode).toBe(2);
    expect(scene.result()).toMatchObject({ outcome: "stopped", repos: [{ pushed: false }, { pushed: false }] });
    expect(scene.model.requests).toEqual([]);
  });
});

describe("the server", () => {
  it("that has replaced this run gets nothing pushed", async () => {
    const before = await git(scene.umbrella.bare, "for-each-ref");
    scene.script(write(spec), bash("node -e 'setInterval(() => {}, 1000)'"));
    const running = scene.run();
    await vi.waitFor(() => expect(scene.server.events.filter((event) => event.type === "tool.use")).toHaveLength(1), {
      timeout: 20_000,
    });

    scene.server.switches.isFenced = true;
    const exitCode = await running;

    expect(exitCode).toBe(3);
    expect(await git(scene.umbrella.bare, "for-each-ref")).toBe(before);
  });

  it("that is away for a while misses no event", async () => {
    scene.server.switches.eventsStatus = 503;
    scene.script(write(spec), done);
    const running = scene.run();
    await vi.waitFor(() => expect(scene.model.requests).toHaveLength(2), { timeout: 20_000 });

    scene.server.switches.eventsStatus = undefined;
    const exitCode = await running;

    expect(exitCode).toBe(0);
    expect(scene.server.events.at(-1)?.type).toBe("result.message");
    expect(scene.server.events.map((event) => event.seq)).toEqual(scene.server.events.map((_, index) => index + 1));
  });

  it("that does not know the run's token ends it without a report", async () => {
    scene.server.switches.isFenced = true;

    expect(await scene.run()).toBe(3);
  });

  it("never hears a secret", async () => {
    const token = credential.password.reveal();
    scene.script(
      write("leak.txt", `${token} ${runToken}`),
      bash(`echo ${Buffer.from(token).toString("base64")}; env; cat .git/config ~/.gitconfig; true`),
      {
        text: `The token is ${encodeURIComponent(token)} and ${runToken}.`,
      },
    );

    await scene.run();

    const told = JSON.stringify(scene.server.events);
    for (const secret of [token, runToken, Buffer.from(token).toString("base64"), scene.model.model.token.reveal()])
      expect(told).not.toContain(secret);
    expect(told).toContain("[redacted]");
  });
});

it("puts its commit on top of what others pushed meanwhile", async () => {
  scene.script(write(spec), bash("while ! [ -e go ]; do :; done; rm go"), done);
  const running = scene.run();
  await vi.waitFor(() => expect(readFileSync(`${scene.workspace}/repos/specs/${spec}`, "utf8")).toBeTruthy(), {
    timeout: 20_000,
  });
  await commitTo(scene.umbrella.bare, branch, { "other.md": "by someone else\n" });
  writeFileSync(`${scene.workspace}/repos/specs/go`, "");

  const exitCode = await running;

  expect(exitCode).toBe(0);
  expect(await git(scene.umbrella.bare, "log", "-2", "--format=%s", branch)).toBe(
    `feat: add user login specification\nchange ${branch}`,
  );
});

describe("a git host that is away", () => {
  const unavailable = { status: 503, headers: {}, body: Buffer.from("restarting\n") };

  it("is waited for, at the clone and at the push, and the people who watch are told", async () => {
    scene.script(write(spec), done);
    const missed = new Set<string>();
    scene.git.switches.intercept = ({ url = "" }) => {
      const service = /specs\.git\/(?:info\/refs\?service=)?(git-\w+-pack)$/.exec(url)?.[1];
      if (service === undefined || missed.has(service)) return undefined;
      missed.add(service);
      return unavailable;
    };

    const exitCode = await scene.run();

    const { url } = scene.umbrella.remote;
    expect(exitCode).toBe(0);
    expect(scene.result()?.repos[0]).toMatchObject({ pushed: true, commitSha: await tip(scene.umbrella.bare) });
    expect(texts().filter((text) => text.includes(`${url} does not answer; trying again`))).toHaveLength(2);
    expect(texts().filter((text) => text === `The git host of ${url} answers again.`)).toHaveLength(2);
  });

  it("is not waited for any longer once the session is stopped", async () => {
    scene.git.switches.intercept = () => unavailable;
    const running = scene.run();
    await vi.waitFor(() => expect(texts().join()).toContain("does not answer; trying again"), 10_000);

    scene.stop.abort();

    expect(await running).toBe(2);
    expect(scene.result()).toMatchObject({ outcome: "stopped", reason: "stopped-by-user" });
  });
});
