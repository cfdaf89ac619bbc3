import { type Operation, seedStepTitles } from "#domain/operation.ts";
import type { Project } from "#domain/project.ts";
import type { Rfe } from "#domain/rfe.ts";
import type { Session } from "#domain/session.ts";
import type { ObjectStore, StoredObject, Stores, Unstored } from "#ports/object-store.ts";

/** One kind of objects with all its fields set, and one way to change them. */
export interface Sample<T extends StoredObject> {
  kind: string;
  store: (stores: Stores) => ObjectStore<T>;
  make: (name: string, project?: string, labels?: Record<string, string>) => Unstored<T>;
  /** Different text, different object. */
  change: (object: T, text: string) => T;
}

const sampleLabels = { "rfe-workflow": "rfe-1764000000", "rfe-phase": "specify" };
const createdBy = "dev@example.com";
const specs = { url: "https://github.com/acme/specs.git", branch: "main" };
const backend = { url: "https://github.com/acme/backend.git", branch: "develop" };
const time = "2026-11-20T10:00:00.000Z";

export const project: Sample<Project> = {
  kind: "project",
  store: (stores) => stores.projects,
  // A project's own metadata names itself.
  make: (name, _project, labels = sampleLabels) => ({
    metadata: { project: name, name, createdBy, labels },
    spec: {
      displayName: "Påyments ☂",
      description: "Line one.\nLine two.",
      defaults: { seed: { specKitRepo: "github/spec-kit", specKitVersion: "v0.0.79" }, model: "opus", timeout: 3_600 },
    },
  }),
  change: (object, description) => ({ ...object, spec: { ...object.spec, description } }),
};

export const rfe: Sample<Rfe> = {
  kind: "rfe",
  store: (stores) => stores.rfes,
  make: (name, projectName = "payments", labels = sampleLabels) => ({
    metadata: { project: projectName, name, createdBy, labels },
    spec: {
      title: "User Authentication System",
      description: "Sign in with a passkey: 🔑 'quoted' \"text\".",
      branchName: "ambient-user-authentication",
      umbrellaRepo: specs,
      supportingRepos: [backend],
      workspacePath: "",
      parentOutcome: "RHASTRAT-456",
      jiraLinks: [{ path: "specs/ambient-user-authentication/spec.md", jiraKey: "RHASTRAT-457" }],
    },
    status: { phase: "Ready", message: "Seeded" },
  }),
  change: (object, message) => ({ ...object, status: { ...object.status, message } }),
};

export const session: Sample<Session> = {
  kind: "session",
  store: (stores) => stores.sessions,
  make: (name, projectName = "payments", labels = sampleLabels) => ({
    metadata: { project: projectName, name, createdBy, labels },
    spec: {
      prompt: "/speckit.specify Develop a new feature\n\0 with odd \u2028 characters",
      repos: [
        { input: specs, output: { url: specs.url, targetBranch: "ambient-user-authentication", autoCommit: true } },
        { input: backend },
      ],
      mainRepoIndex: 0,
      model: "claude-sonnet-4-5",
      timeout: 1_800,
      interactive: false,
      displayName: "Specify",
      parentSession: "session-00000000000000000000",
      agents: ["archie-architect", "stella-staff-engineer"],
      maxTurns: 40,
      maxCostUsd: 2.5,
      stop: { time, by: createdBy, reason: "Enough" },
    },
    status: {
      phase: "Stopped",
      startTime: time,
      completionTime: time,
      attempt: 2,
      message: "Stopped by dev@example.com",
      reason: "stopped-by-user",
      result: {
        outcome: "stopped",
        reason: "stopped-by-user",
        message: "Stopped",
        results: "Half a spec.",
        repos: [
          {
            url: specs.url,
            pushed: true,
            commitSha: "0123456789abcdef0123456789abcdef01234567",
            error: null,
            branch: "ambient-user-authentication",
            rescueRef: "vteam/rescue/session-1",
            total_added: 12,
            total_removed: 3,
          },
          { url: backend.url, pushed: false, commitSha: null, error: "read-only" },
        ],
        model: "offline model (no AI)",
        subtype: "success",
        num_turns: 4,
        session_id: "8c2f1a",
        total_cost_usd: 0.125,
        usage: { input: 1_000, output: 200, cacheRead: 30, cacheWrite: 4 },
        durationMs: 42_000,
      },
    },
  }),
  change: (object, message) => ({ ...object, status: { ...object.status, message } }),
};

export const operation: Sample<Operation> = {
  kind: "operation",
  store: (stores) => stores.operations,
  make: (name, projectName = "payments", labels = sampleLabels) => ({
    metadata: { project: projectName, name, createdBy, labels },
    spec: {
      kind: "seed",
      workflow: "rfe-1764000000",
      request: {
        agentSourceUrl: "https://github.com/acme/agents.git",
        agentSourceBranch: "main",
        agentSourcePath: "agents",
        specKitRepo: "github/spec-kit",
        specKitVersion: "v0.0.79",
        specKitTemplate: "spec-kit-template-claude-sh",
      },
      cancel: false,
    },
    status: {
      state: "failed",
      cancellable: false,
      steps: [
        {
          id: "preflight",
          title: seedStepTitles.preflight,
          state: "done",
          startedAt: time,
          finishedAt: time,
          detail: "2 repositories",
        },
        {
          id: "commit-push",
          title: seedStepTitles["commit-push"],
          state: "failed",
          startedAt: time,
          finishedAt: null,
          detail: "",
        },
      ],
      result: {
        status: "completed",
        message: "Seeded",
        branchName: "ambient-user-authentication",
        branchExisted: true,
        commitSha: "0123456789abcdef0123456789abcdef01234567",
        upToDate: false,
        added: [".claude/commands/speckit.plan.md"],
        replaced: [".specify/scripts/bash/common.sh"],
        kept: [".specify/memory/constitution.md"],
        warnings: ["one agent has no description"],
      },
      error: { type: "/problems/push-refused", title: "No", status: 502, error: "refused", facts: { deep: [1, null] } },
    },
  }),
  change: (object, branchName) => {
    const { result } = object.status;
    return { ...object, status: { ...object.status, result: result && { ...result, branchName } } };
  },
};
