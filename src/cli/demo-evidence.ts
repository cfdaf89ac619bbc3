import { bot } from "#domain/bot.ts";
import type { PhaseRfe } from "#domain/phase-session.ts";
import { specsDirectory } from "#domain/rfe.ts";
import type { BoardPhase } from "#domain/rfe-phase.ts";
import type { Client } from "#http/client.ts";
import { answerOf } from "./answer.ts";
import { plainText } from "./plain-text.ts";
import type { SessionFacts } from "./session-lines.ts";

/** What git and the API show of a phase that says it is complete. */
export interface Evidence {
  /** What was found, one line each. */
  found: string[];
  /** What is missing; empty = the phase truly completed. */
  missing: string[];
  commitSha: string | null;
}

interface Where {
  client: Client;
  project: string;
  rfe: PhaseRfe;
}

type Pushed = SessionFacts["status"]["repos"][number];

const pushedTo = (session: SessionFacts, url: string): Pushed | undefined =>
  session.status.repos.find((repo) => repo.url === url && repo.pushed && repo.commitSha !== null);

/** The newest commit on the branch, or the newest that touched a path, must be the one the session reports. */
async function commitEvidence({ client, project, rfe }: Where, pushed: Pushed, path?: string): Promise<Evidence> {
  const { history } = client.api.projects[":project"]["rfe-workflows"][":id"];
  const query = { repo: pushed.url, limit: 20, ...(path === undefined ? {} : { path }) };
  const { commits } = await answerOf(history.$get({ param: { project, id: rfe.id }, query }));
  const commit = commits.find(({ sha }) => sha === pushed.commitSha);
  if (commit === undefined)
    return { found: [], missing: [`the commit ${pushed.commitSha} is not on the branch`], commitSha: null };
  const missing =
    commit.author.name === bot.name ? [] : [`the commit is by ${plainText(commit.author.name)}, not by ${bot.name}`];
  const files = commit.files.length === 1 ? "1 file" : `${commit.files.length} files`;
  return {
    found: [`${commit.sha.slice(0, 7)} is on ${rfe.branchName}, by ${commit.author.name}, ${files}`],
    missing,
    commitSha: commit.sha,
  };
}

async function documentEvidence(where: Where, session: SessionFacts, name: string): Promise<Evidence> {
  const { client, project, rfe } = where;
  const path = `${specsDirectory(rfe.branchName)}/${name}`;
  const pushed = pushedTo(session, rfe.umbrellaRepo.url);
  if (pushed === undefined)
    return { found: [], missing: ["nothing was pushed to the spec repository"], commitSha: null };
  const { content } = client.api.projects[":project"]["rfe-workflows"][":id"].files;
  const file = await answerOf(content.$get({ param: { project, id: rfe.id }, query: { path } }));
  const lines = file.content.trim().split("\n").length;
  const commit = await commitEvidence(where, pushed, path);
  const missing = lines < 10 ? [`${path} has only ${lines} lines`] : [];
  return { ...commit, found: [`${path}: ${lines} lines`, ...commit.found], missing: [...missing, ...commit.missing] };
}

async function codeEvidence(where: Where, session: SessionFacts): Promise<Evidence> {
  const main = session.spec.repos[session.spec.mainRepoIndex]?.input.url ?? "";
  const pushed = pushedTo(session, main);
  if (pushed === undefined) return { found: [], missing: ["no code was pushed"], commitSha: null };
  return commitEvidence(where, pushed);
}

function reviewEvidence(session: SessionFacts): Evidence {
  const review = session.status.results?.trim() ?? "";
  const lines = review === "" ? 0 : review.split("\n").length;
  const written = session.status.repos
    .filter((repo) => repo.pushed)
    .map(({ url }) => `a review must not push to ${url}`);
  const missing = lines === 0 ? ["the review says nothing"] : [];
  return {
    found: [`the review has ${lines} lines; nothing was written`],
    missing: [...missing, ...written],
    commitSha: null,
  };
}

/** Looks whether a phase did what it reports. */
export async function evidenceOf(phase: BoardPhase, where: Where, session: SessionFacts): Promise<Evidence> {
  const { phase: state, message, repos } = session.status;
  const failures = repos.flatMap(({ url, error }) => (error === null ? [] : [`${url}: ${error}`]));
  if (state !== "Completed")
    return { found: [], missing: [`the session ended as ${state}. ${message}`.trim(), ...failures], commitSha: null };
  const evidence = await byPhase(phase, where, session);
  return { ...evidence, missing: [...evidence.missing, ...failures] };
}

function byPhase(phase: BoardPhase, where: Where, session: SessionFacts): Promise<Evidence> | Evidence {
  switch (phase) {
    case "specify":
      return documentEvidence(where, session, "spec.md");
    case "plan":
      return documentEvidence(where, session, "plan.md");
    case "tasks":
      return documentEvidence(where, session, "tasks.md");
    case "implement":
      return codeEvidence(where, session);
    case "review":
      return reviewEvidence(session);
  }
}
