import { describe, expect, it } from "vitest";
import { type PhaseRfe, phaseSession } from "./phase-session.ts";
import { Problem } from "./problem.ts";
import { NewSession } from "./session.ts";

const branch = "ambient-user-authentication";
const specs = "https://github.com/myorg/specs";
const backend = "https://github.com/myorg/backend";

const rfe: PhaseRfe = {
  id: "rfe-1699564821",
  title: "User Authentication System",
  description: "JWT-based auth, OAuth2 integration, session management, and security requirements",
  branchName: branch,
  umbrellaRepo: { url: specs, branch: "main" },
  supportingRepos: [{ url: backend, branch: "main" }],
};
const withRepos = (...urls: string[]): PhaseRfe => ({
  ...rfe,
  supportingRepos: urls.map((url) => ({ url, branch: "main" })),
});
const problemOf = (act: () => unknown): Problem | undefined => {
  try {
    act();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  return undefined;
};

describe("the session of a phase", () => {
  it("is the guide's request for specify, field by field", () => {
    const request = phaseSession("specify", rfe, { model: "claude-sonnet-4-5", timeout: 1_800, prompt: "Create it." });

    expect(request).toEqual({
      prompt: "Create it.",
      repos: [
        { input: { url: specs, branch }, output: { url: specs, targetBranch: branch, autoCommit: true } },
        { input: { url: backend, branch } },
      ],
      mainRepoIndex: 0,
      model: "claude-sonnet-4-5",
      timeout: 1_800,
      metadata: { rfeWorkflow: "rfe-1699564821", rfePhase: "specify" },
    });
  });

  it.each(["plan", "tasks"] as const)("writes the document of %s into the spec repository only", (phase) => {
    const request = phaseSession(phase, rfe);

    expect(request.mainRepoIndex).toBe(0);
    expect(request.repos?.map(({ output }) => output !== undefined)).toEqual([true, false]);
    expect(request.metadata).toEqual({ rfeWorkflow: "rfe-1699564821", rfePhase: phase });
    expect(request.prompt).toContain(`specs/${branch}/${phase}.md`);
  });

  it("is the guide's request for implement: the code repository is written, the specs are read", () => {
    const request = phaseSession("implement", rfe, { prompt: "Implement Task 1." });

    expect(request).toEqual({
      prompt: "Implement Task 1.",
      repos: [
        { input: { url: specs, branch } },
        { input: { url: backend, branch }, output: { url: backend, targetBranch: branch, autoCommit: true } },
      ],
      mainRepoIndex: 1,
      metadata: { rfeWorkflow: "rfe-1699564821", rfePhase: "implement" },
    });
  });

  it("is the guide's request for review: nothing is written", () => {
    const request = phaseSession("review", rfe, { prompt: "Review it." });

    expect(request).toEqual({
      prompt: "Review it.",
      repos: [{ input: { url: specs, branch } }, { input: { url: backend, branch } }],
      mainRepoIndex: 1,
      metadata: { rfeWorkflow: "rfe-1699564821", rfePhase: "review" },
    });
  });

  it("names the task to implement in its prompt", () => {
    const request = phaseSession("implement", rfe, { task: { id: "1", title: "Database Schema" } });

    expect(request.prompt).toContain(`Implement Task 1: Database Schema from specs/${branch}/tasks.md`);
  });

  it.each(["web", "https://github.com/myorg/web", "https://github.com/myorg/web.git", "git@github.com:myorg/web.git"])(
    "implements in the repository named as %s",
    (repo) => {
      const request = phaseSession("implement", withRepos(backend, "https://github.com/myorg/web"), { repo });

      expect(request.mainRepoIndex).toBe(2);
      expect(request.repos?.map(({ output }) => output !== undefined)).toEqual([false, false, true]);
    },
  );

  it("refuses to guess where to write among several repositories", () => {
    const problem = problemOf(() => phaseSession("implement", withRepos(backend, "https://github.com/myorg/web")));

    expect(problem?.message).toBe("Say in which repository to implement: backend, web.");
  });

  it("refuses a repository that is not of this RFE, by name", () => {
    const problem = problemOf(() => phaseSession("review", rfe, { repo: "frontend" }));

    expect(problem?.message).toBe("frontend is not a repository of rfe-1699564821; it has backend.");
  });

  it("implements in the spec repository when the RFE has no other", () => {
    const request = phaseSession("implement", withRepos());

    expect(request.mainRepoIndex).toBe(0);
    expect(request.repos?.[0]?.output?.targetBranch).toBe(branch);
  });

  it("keeps to the 16 repositories a session may have, the written one among them", () => {
    const many = withRepos(...Array.from({ length: 30 }, (_, i) => `https://github.com/myorg/service-${i}`));

    const request = phaseSession("implement", many, { repo: "service-29" });

    expect(request.repos).toHaveLength(16);
    expect(request.repos?.[request.mainRepoIndex ?? 0]?.input.url).toBe("https://github.com/myorg/service-29");
  });

  it.each(["ideate", "specify", "plan", "tasks", "implement", "review"] as const)(
    "is accepted by the API for %s",
    (phase) => {
      const request = phaseSession(phase, rfe);

      expect(NewSession.safeParse(request).error).toBeUndefined();
    },
  );
});
