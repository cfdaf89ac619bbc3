import { describe, expect, test } from "vitest";
import type { SessionDetail } from "#web/api/sessions.ts";
import type { GitBlock } from "./session-block.ts";
import { sessionRepositories } from "./session-repos.ts";
import { modelName, sessionLook, sessionTitle } from "./session-words.ts";

const url = "http://host/git/p/specs.git";
const session = (status: object): SessionDetail =>
  ({
    name: "session-1",
    spec: {
      prompt: "Write the plan. It must be short and complete, and it must say who does what until when, and why.",
      ...{ model: "offline-slow", mainRepoIndex: 0 },
      repos: [
        { input: { url, branch: "f" }, output: { url, targetBranch: "f", autoCommit: true } },
        { input: { url: "http://host/git/p/backend.git", branch: "f" } },
      ],
    },
    status: { phase: "Running", repos: [], ...status },
  }) as unknown as SessionDetail;

const commit = (commitSha: string, pushed: boolean): GitBlock => ({
  ...{ kind: "git", seq: 1, at: 0, url: "http://host/git/p/specs", branch: "f", commitSha, subject: "feat: x", pushed },
});

describe("the repositories of a session", () => {
  test("have what was pushed as proof and the rest as loose work", () => {
    const blocks = [commit("a", false), commit("a", true), commit("b", false)];

    const [specs, backend] = sessionRepositories(session({}), blocks);

    expect(specs).toMatchObject({ name: "specs", isWritable: true, isMain: true });
    expect(specs?.pushed.map(({ sha }) => sha)).toEqual(["a"]);
    expect(specs?.loose.map(({ sha }) => sha)).toEqual(["b"]);
    expect(backend).toMatchObject({ name: "backend", isWritable: false, pushed: [], loose: [] });
  });

  test("tell of work that could not be pushed, and where it is kept", () => {
    const repos = [
      { url, pushed: false, commitSha: "c", error: "The host refused.", rescueRef: "refs/heads/rescue/1" },
    ];

    const [specs] = sessionRepositories(session({ phase: "Failed", repos }), []);

    expect(specs).toMatchObject({
      error: "The host refused.",
      rescueRef: "refs/heads/rescue/1",
      loose: [{ sha: "c" }],
    });
  });
});

describe("the words for a session", () => {
  test("are those somebody gave it, or the beginning of its prompt, cut between words", () => {
    const { spec, name } = session({});

    expect(sessionTitle({ name, spec })).toBe(
      "Write the plan. It must be short and complete, and it must say who does…",
    );
    expect(sessionTitle({ name, spec: { ...spec, displayName: "Plan" } })).toBe("Plan");
    expect(sessionTitle({ name, spec: { ...spec, prompt: " " } })).toBe("session-1");
  });

  test("say that it stops as soon as that was asked for", () => {
    expect(sessionLook({ phase: "Running", stopRequested: true }).word).toBe("Stopping…");
    expect(sessionLook({ phase: "Stopped", stopRequested: true }).word).toBe("Stopped");
  });

  test("name the offline model as what it is", () => {
    expect(modelName(session({}))).toBe("offline model (no AI)");
    expect(modelName(session({ model: "claude-sonnet-4-5" }))).toBe("claude-sonnet-4-5");
  });
});
