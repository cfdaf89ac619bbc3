import type * as z from "zod";
import { Problem } from "./problem.ts";
import { defaultPrompt } from "./prompt.ts";
import { repositoryName, sameRepository } from "./repo-url.ts";
import type { RfeSpec } from "./rfe.ts";
import type { NewSession, RfePhase, SessionRepo } from "./session.ts";

/** A session as it is asked for: what is left out gets its default on the server. */
export type SessionRequest = z.input<typeof NewSession>;

/** An RFE as the API shows it. */
export type PhaseRfe = { id: string } & Pick<
  RfeSpec,
  "title" | "description" | "branchName" | "umbrellaRepo" | "supportingRepos"
>;

export interface PhaseOptions {
  /** URL or name of the supporting repository to implement in or to review. */
  repo?: string | undefined;
  prompt?: string | undefined;
  /** The task to implement. */
  task?: { id: string; title: string } | undefined;
  model?: string | undefined;
  /** Seconds. */
  timeout?: number | undefined;
}

const MAX_REPOS = 16;

const readOnly = (url: string, branch: string): SessionRepo => ({ input: { url, branch } });
const writable = (url: string, branch: string): SessionRepo => ({
  input: { url, branch },
  output: { url, targetBranch: branch, autoCommit: true },
});

const isNamed = (url: string, repo: string): boolean =>
  url === repo || repositoryName(url) === repo || (/[:/]/.test(repo) && sameRepository(url, repo));

/** The repository the code is in: the one named, the only one, or the spec repository itself when it stands alone. */
function codeRepository(rfe: PhaseRfe, repo: string | undefined, isWriting: boolean): string {
  const urls = rfe.supportingRepos.map(({ url }) => url);
  const names = urls.map(repositoryName).join(", ");
  if (repo !== undefined) {
    const named = [...urls, rfe.umbrellaRepo.url].find((url) => isNamed(url, repo));
    if (named !== undefined) return named;
    throw new Problem("invalid-fields", { sentence: `${repo} is not a repository of ${rfe.id}; it has ${names}.` });
  }
  // Whoever only reads may start anywhere; whoever writes must be told where.
  if (isWriting && urls.length > 1)
    throw new Problem("invalid-fields", { sentence: `Say in which repository to implement: ${names}.` });
  return urls[0] ?? rfe.umbrellaRepo.url;
}

/** All repositories of the RFE, the spec repository first; never more than a session may have, and `kept` among them. */
function sessionUrls(rfe: PhaseRfe, kept: string): string[] {
  const umbrella = rfe.umbrellaRepo.url;
  const others = rfe.supportingRepos.map(({ url }) => url);
  if (others.length < MAX_REPOS) return [umbrella, ...others];
  const rest = others.filter((url) => url !== kept).slice(0, MAX_REPOS - 2);
  return kept === umbrella ? [umbrella, ...rest] : [umbrella, kept, ...rest];
}

/**
 * The session that works on one phase of an RFE, by the guide's rules: documents are written in the spec repository,
 * code in one code repository, and a review writes nothing. Error: "invalid-fields" when the repository is not clear.
 */
export function phaseSession(phase: RfePhase, rfe: PhaseRfe, options: PhaseOptions = {}): SessionRequest {
  const isAboutCode = phase === "implement" || phase === "review";
  const main = isAboutCode ? codeRepository(rfe, options.repo, phase === "implement") : rfe.umbrellaRepo.url;
  const urls = sessionUrls(rfe, main);
  return {
    prompt: options.prompt ?? defaultPrompt(phase, rfe, options.task),
    repos: urls.map((url) =>
      url === main && phase !== "review" ? writable(url, rfe.branchName) : readOnly(url, rfe.branchName),
    ),
    mainRepoIndex: urls.indexOf(main),
    ...(options.model === undefined ? {} : { model: options.model }),
    ...(options.timeout === undefined ? {} : { timeout: options.timeout }),
    metadata: { rfeWorkflow: rfe.id, rfePhase: phase },
  };
}
