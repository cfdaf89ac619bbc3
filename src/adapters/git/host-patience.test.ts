import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { CheckoutRequest, Patience } from "#ports/git-workspace.ts";
import { commitTo, git, writeFiles } from "#test/fakes/bare-repository.ts";
import { credential, openServerRemotes } from "#test/fakes/git-remotes.ts";
import { type Link, openLink } from "#test/fakes/link.ts";
import { CleanGitWorkspace } from "./clean-git-workspace.ts";

const author = { name: "vTeam Bot", email: "vteam-bot@ambient-code.io" };
const never = new AbortController().signal;

describe("a git host that goes away", () => {
  let opened: Awaited<ReturnType<typeof openServerRemotes>>;
  let link: Link;
  let bare: string;
  let workspace: CleanGitWorkspace;
  let told: string[];
  beforeEach(async () => {
    opened = await openServerRemotes();
    link = await openLink(opened.server.origin);
    ({ bare } = await opened.make("specs"));
    await commitTo(bare, "main", { "README.md": "one\n" });
    await commitTo(bare, "feature", { "spec.md": "spec\n" }, { from: "main" });
    workspace = new CleanGitWorkspace({ git: opened.git, author, now: Date.now, random: Math.random });
    told = [];
  });
  afterEach(async () => {
    await link.cut();
    await opened.close();
  });

  const remote = () => ({ url: `${link.origin}/specs.git`, credential });
  const target = (patience: Patience) => ({ remote: remote(), branch: "feature", rescueBranch: "rescue/1", patience });
  const patience = (withinMs: number, onAway: () => unknown = () => link.mend()): Patience => ({
    withinMs,
    tell: (host) => {
      told.push(host);
      if (host === "away") void onAway();
    },
  });
  const request = (over: Partial<CheckoutRequest> = {}): CheckoutRequest => ({
    remote: remote(),
    branch: "feature",
    directory: join(opened.directory, "agent"),
    cleanDirectory: join(opened.directory, "clean.git"),
    ...over,
  });
  /** What an agent left, taken in and not yet pushed. */
  async function work() {
    const checkout = await workspace.checkout(request(), never);
    await writeFiles(checkout.directory, { "plan.md": "plan\n" });
    return await workspace.collect(request(), checkout, () => "docs: plan", never);
  }
  /** Cuts the link the first time that such a request arrives. */
  const cutAt = (path: RegExp): void => {
    let isDone = false;
    opened.server.switches.gate = async ({ method, url = "" }: IncomingMessage) => {
      if (isDone || method !== "POST" || !path.test(url)) return;
      isDone = true;
      await link.cut();
    };
  };

  test("is waited for by a checkout, and that is told", async () => {
    await link.cut();

    const checkout = await workspace.checkout(request({ patience: patience(20_000) }), never);

    expect(checkout.commit).toBe(await git(bare, "rev-parse", "feature"));
    expect(told).toEqual(["away", "back"]);
  });

  test("is asked again by a checkout that was cut in the middle, with all branches", async () => {
    cutAt(/git-upload-pack/);

    const asked = request({ patience: patience(20_000), compareWith: ["main"] });
    const { directory } = await workspace.checkout(asked, never);

    expect(await git(directory, "rev-parse", "origin/main")).toBe(await git(bare, "rev-parse", "main"));
    expect(told).toEqual(["away", "back"]);
  });

  test("is asked again when its answer breaks off", async () => {
    let isDone = false;
    opened.server.switches.tamper = ({ method }, answer) => {
      if (isDone || method !== "POST" || answer.body.indexOf("PACK") < 0) return answer;
      isDone = true;
      const headers = { ...answer.headers, "content-length": String(answer.body.length) };
      return { ...answer, headers, body: answer.body.subarray(0, answer.body.indexOf("PACK") + 40) };
    };

    await workspace.checkout(request({ patience: patience(20_000, () => {}) }), never);

    expect(isDone).toBe(true);
    expect(told).toEqual(["away", "back"]);
  });

  test("gets a push that was cut off before it arrived", async () => {
    const collected = await work();
    cutAt(/git-receive-pack/);

    const outcome = await workspace.publish(request(), collected, target(patience(20_000)), never);

    expect(outcome).toEqual({ kind: "pushed", commit: collected.commit });
    expect(await git(bare, "rev-parse", "feature")).toBe(collected.commit);
    expect(told).toEqual(["away", "back"]);
  });

  test.each(["publish", "rescue"] as const)("gets no second push when the first arrived unheard: %s", async (how) => {
    const collected = await work();
    opened.server.switches.tamper = ({ method, url = "" }, answer) => {
      if (method === "POST" && url.endsWith("git-receive-pack")) void link.cut();
      return answer;
    };

    const outcome = await workspace[how](request(), collected, target(patience(20_000)), never);

    const ref = how === "publish" ? "feature" : "rescue/1";
    expect(outcome).toMatchObject({ kind: how === "publish" ? "pushed" : "rescued", commit: collected.commit });
    expect(await git(bare, "rev-parse", ref)).toBe(collected.commit);
    expect(opened.server.counters.pushes).toBe(1);
    expect(told).toEqual(["away", "back"]);
  });

  test("and stays away: the work is kept in a bundle, and why is said", async () => {
    const collected = await work();
    await link.cut();

    const outcome = await workspace.publish(request(), collected, target(patience(400, () => {})), never);

    expect(outcome).toMatchObject({ kind: "rescued", rescueRef: expect.stringMatching(/\.bundle$/) });
    expect(outcome).toHaveProperty("why", expect.stringContaining("did not answer"));
    expect(told).toEqual(["away"]);
    await link.mend();
  });

  test("is no longer waited for when the session is stopped", async () => {
    await link.cut();
    const stop = new AbortController();

    const checkout = workspace.checkout(request({ patience: patience(60_000, () => stop.abort()) }), stop.signal);

    await expect(checkout).rejects.toMatchObject({ name: "AbortError" });
    await link.mend();
  });

  test("is told from one that answers: a refusal is not tried again", async () => {
    opened.server.switches.unauthorized = true;

    const checkout = workspace.checkout(request({ patience: patience(60_000) }), never);

    await expect(checkout).rejects.toMatchObject({ code: "git-credential-refused" });
    expect(told).toEqual([]);
  });

  test("is back also when it refuses", async () => {
    await link.cut();
    const back = () => {
      opened.server.switches.unauthorized = true;
      return link.mend();
    };

    const checkout = workspace.checkout(request({ patience: patience(20_000, back) }), never);

    await expect(checkout).rejects.toMatchObject({ code: "git-credential-refused" });
    expect(told).toEqual(["away", "back"]);
  });
});
