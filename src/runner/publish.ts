import { commitMessage } from "#domain/commit-message.ts";
import { isProblem } from "#domain/problem.ts";
import type { RunOrder } from "#domain/run-order.ts";
import type { SessionRepoStatus } from "#domain/session.ts";
import type { SessionEventBody } from "#domain/session-event.ts";
import type { Collected, GitWorkspace, PublishOutcome } from "#ports/git-workspace.ts";
import { patienceWith } from "./git-patience.ts";
import type { RunClient } from "./run-client.ts";
import type { WorkspaceRepo } from "./workspace.ts";

export interface PublishDeps {
  gitWorkspace: GitWorkspace;
  client: Pick<RunClient, "gitCredential">;
  emit: (event: SessionEventBody) => void;
  say: (text: string, level?: "info" | "warning" | "error") => void;
  /** How long a git host that is away is waited for: less than there is, because work that cannot leave is kept here. */
  patienceMs: number;
}

const MAX_ERROR = 2_000;
const OUT_OF_TIME = "There was no time left to push the work; it is in the session's workspace.";
const OUR_FAULT = "The work could not be taken in; this is an error in vTeam.";

/** What becomes of the work: pushed to its branch when the agent completed it, else kept on a rescue branch. */
export type Destination = "branch" | "rescue";

/** Commits and pushes what the agent left in one repository, and says truthfully what came of it. Never throws. */
export async function publishRepo(
  deps: PublishDeps,
  order: RunOrder,
  open: WorkspaceRepo,
  destination: Destination,
  signal: AbortSignal,
): Promise<SessionRepoStatus> {
  const nothing = unpublished(open.repo);
  try {
    if (open.repo.output === undefined) return { ...nothing, error: await alteration(deps, open, signal) };
    const { collected, subject } = await collect(deps, order, open, signal);
    if (collected.commit === open.checkout.commit) {
      deps.say(`Nothing changed in ${nothing.url}.`);
      return nothing;
    }
    const isForBranch = destination === "branch" && open.repo.output.autoCommit;
    const outcome = await push(deps, order, open, collected, isForBranch, signal);
    return report(
      deps,
      { ...nothing, total_added: collected.added, total_removed: collected.removed },
      outcome,
      subject,
    );
  } catch (error) {
    const sentence = isProblem(error) ? error.message : signal.aborted ? OUT_OF_TIME : OUR_FAULT;
    deps.say(`${nothing.url}: ${sentence}`, "error");
    return { ...nothing, error: sentence.slice(0, MAX_ERROR) };
  }
}

/** The status of a repository that nothing was done with. */
export const unpublished = (repo: WorkspaceRepo["repo"]): SessionRepoStatus => ({
  url: repo.output?.url ?? repo.input.url,
  pushed: false,
  commitSha: null,
  error: null,
  ...(repo.output === undefined ? {} : { branch: repo.output.targetBranch }),
});

/** What was done to a read-only repository; it is never pushed, whatever it was. */
async function alteration(deps: PublishDeps, open: WorkspaceRepo, signal: AbortSignal): Promise<string | null> {
  if (await deps.gitWorkspace.isPristine(open.request, open.checkout, signal)) return null;
  const sentence = "The agent changed this read-only repository; the change was discarded.";
  deps.say(`${open.repo.input.url}: ${sentence}`, "warning");
  return sentence;
}

async function collect(deps: PublishDeps, order: RunOrder, open: WorkspaceRepo, signal: AbortSignal) {
  let subject = "";
  const message = (changed: Collected["files"]): string => {
    deps.say(`Committing ${changed.length} ${changed.length === 1 ? "file" : "files"} in ${open.repo.input.url}.`);
    const { feature, session, spec } = order;
    const facts = { session, phase: feature?.phase, title: feature?.title, prompt: spec.prompt, changed };
    const text = commitMessage(facts);
    subject = text.split("\n")[0] ?? "";
    return text;
  };
  const collected = await deps.gitWorkspace.collect(open.request, open.checkout, message, signal);
  // The message is not asked for when the agent had committed everything itself.
  return { collected, subject: subject || `commits by the agent (${collected.files.length} files)` };
}

async function push(
  { gitWorkspace, client, say, patienceMs }: PublishDeps,
  order: RunOrder,
  { index, repo, request }: WorkspaceRepo,
  collected: Collected,
  isForBranch: boolean,
  signal: AbortSignal,
): Promise<PublishOutcome> {
  const { url, targetBranch } = repo.output ?? { url: repo.input.url, targetBranch: repo.input.branch };
  const rescueBranch = `rescue/${order.session}-${order.attempt}`;
  const remote = { url, credential: await client.gitCredential(index, "write", signal) };
  const target = { remote, rescueBranch, patience: patienceWith(url, patienceMs, say) };
  say(`Pushing ${collected.commit.slice(0, 7)} to ${isForBranch ? targetBranch : rescueBranch} of ${url}.`);
  return isForBranch
    ? await gitWorkspace.publish(request, collected, { ...target, branch: targetBranch }, signal)
    : await gitWorkspace.rescue(request, collected, target, signal);
}

function report(
  { emit, say }: PublishDeps,
  status: SessionRepoStatus,
  outcome: PublishOutcome,
  subject: string,
): SessionRepoStatus {
  const { url, branch = "" } = status;
  switch (outcome.kind) {
    case "unchanged":
      return status;
    case "pushed": {
      const { commit: commitSha } = outcome;
      emit({ type: "git", payload: { url, branch, commitSha, subject, pushed: true } });
      return { ...status, pushed: true, commitSha };
    }
    case "rescued": {
      const { commit: commitSha, rescueRef, why } = outcome;
      emit({ type: "git", payload: { url, branch: rescueRef, commitSha, subject, pushed: false } });
      say(`The work in ${url} is kept on ${rescueRef}: ${why}`, "warning");
      return { ...status, commitSha, rescueRef, error: why.slice(0, MAX_ERROR) };
    }
    case "failed": {
      const { commit: commitSha, why } = outcome;
      emit({ type: "git", payload: { url, branch, commitSha, subject, pushed: false } });
      say(`The work in ${url} could not be pushed: ${why}`, "error");
      return { ...status, commitSha, error: why.slice(0, MAX_ERROR) };
    }
  }
}
