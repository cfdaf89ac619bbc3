import { expect, it } from "vitest";
import type { RfeCommit, RfeSession } from "#web/api/phases.ts";
import { timeline } from "./timeline.ts";

const can = { edit: true, seed: true, startSession: true, delete: true, manageSecrets: true };

const commit = (sha: string, date: string): RfeCommit => ({
  sha,
  date,
  author: { name: "vTeam Bot", email: "bot@example.org" },
  message: "feat: it",
  files: [],
});
const session = (change: Partial<RfeSession["status"]>): RfeSession => ({
  name: "session-1",
  metadata: { project: "web", uid: "u", labels: {}, createdAt: "2026-11-22T10:00:00Z", createdBy: "local" },
  spec: { prompt: "p", repos: [], mainRepoIndex: 0, model: "offline-model", timeout: 1800, interactive: false },
  status: {
    phase: "Completed",
    startTime: null,
    completionTime: null,
    results: null,
    repos: [],
    message: "",
    attempt: 1,
    ...change,
  },
  can,
});

it("puts commits of all repositories and sessions on one line, newest first", () => {
  const entries = timeline(
    [
      { repo: "specs", commits: [commit("a", "2026-11-22T10:01:00Z")] },
      { repo: "backend", commits: [commit("b", "2026-11-22T11:03:00+01:00")] },
    ],
    [session({ completionTime: "2026-11-22T10:02:00Z" })],
  );

  expect(entries.map((entry) => (entry.kind === "commit" ? entry.commit.sha : entry.event))).toEqual([
    "b",
    "ended",
    "a",
    "started",
  ]);
});

it("tells which session made a commit", () => {
  const made = session({ repos: [{ url: "u", pushed: true, commitSha: "a", error: null }] });

  const [entry] = timeline([{ repo: "specs", commits: [commit("a", "2026-11-22T10:01:00Z")] }], [made]);

  expect(entry).toMatchObject({ kind: "commit", session: { name: "session-1" } });
});
