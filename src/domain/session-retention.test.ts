import { expect, test } from "vitest";
import type { Session, SessionRepoStatus, SessionStatus } from "./session.ts";
import { workspaceExpiry } from "./session-retention.ts";

const HOUR = 3_600_000;

const repo = (change: Partial<SessionRepoStatus>): SessionRepoStatus => ({
  url: "https://example.org/a",
  pushed: false,
  commitSha: null,
  error: null,
  ...change,
});

const finished = (status: Partial<SessionStatus>, repos?: SessionRepoStatus[]): Session => ({
  metadata: {
    project: "web",
    name: "session-1",
    uid: "u",
    resourceVersion: "1",
    labels: {},
    createdAt: "2026-01-01T00:00:00.000Z",
    updatedAt: "2026-01-01T01:00:00.000Z",
    createdBy: "ada",
  },
  spec: { prompt: "p", repos: [], mainRepoIndex: 0, model: "m", timeout: 60, interactive: false },
  status: {
    phase: "Completed",
    startTime: "2026-01-01T00:00:00.000Z",
    completionTime: "2026-01-01T01:00:00.000Z",
    attempt: 1,
    message: "",
    ...(repos && { result: { outcome: "completed", message: "", results: "", repos } }),
    ...status,
  },
});

const hoursKept = (session: Session) => {
  const expiry = workspaceExpiry(session, 24 * HOUR);
  return expiry && (expiry.getTime() - Date.parse("2026-01-01T01:00:00.000Z")) / HOUR;
};

test.each([
  ["every repository was pushed or left alone", finished({}, [repo({ pushed: true, commitSha: "a" }), repo({})]), 0],
  [
    "the work is on a rescue ref of the remote",
    finished({}, [repo({ error: "conflict", commitSha: "a", rescueRef: "refs/heads/rescue/x" })]),
    0,
  ],
  ["it never ran", finished({ phase: "Stopped", attempt: 0 }), 0],
  ["a push failed", finished({ phase: "Failed" }, [repo({ error: "refused", commitSha: "a" })]), 24],
  [
    "the work is only in a bundle",
    finished({}, [repo({ error: "refused", commitSha: "a", rescueRef: "/runs/work.bundle" })]),
    24,
  ],
  ["nothing was reported", finished({ phase: "Error" }), 24],
  ["it is not finished", finished({ phase: "Running" }), undefined],
])("keeps the workspace as long as needed when %s", (_, session, expected) => {
  const hours = hoursKept(session);

  expect(hours).toBe(expected);
});
