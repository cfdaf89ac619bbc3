import { specsDirectory } from "#domain/rfe.ts";
import type { BoardFacts, DocumentFact } from "#domain/rfe-phase.ts";
import { countOpenQuestions } from "#domain/rfe-phase.ts";
import { seedStatus } from "#domain/seed-status.ts";
import { parseTaskList } from "#domain/task-list.ts";
import type { Commit, GitRepository, Remote, Sha, TreeEntry } from "#ports/git-repository.ts";

export type BranchFacts = Pick<BoardFacts, "isSeeded" | "documents" | "tasks">;

export const emptyBranch: BranchFacts = { isSeeded: false, documents: {}, tasks: { total: 0, done: 0 } };

/** A document longer than this is no spec; it is not read for its open questions. */
const MAX_DOCUMENT = 2 * 1024 * 1024;

/** How far back we look for the last change of a document. */
const HISTORY = 300;

interface Look {
  git: GitRepository;
  remote: Remote;
  commit: Sha;
  entries: readonly TreeEntry[];
  history: readonly Commit[];
  signal: AbortSignal;
}

/** What one commit of the feature branch says about the RFE. Depends on nothing but the commit, so it may be kept. */
export async function branchFacts(
  git: GitRepository,
  remote: Remote,
  commit: Sha,
  branchName: string,
  signal: AbortSignal,
): Promise<BranchFacts> {
  const entries = (await git.tree(remote, commit, "", true, signal)) ?? [];
  const history = await git.log(remote, commit, { skip: 0, limit: HISTORY }, signal);
  const look: Look = { git, remote, commit, entries, history, signal };
  const directory = specsDirectory(branchName);
  const [spec, plan, tasks] = await Promise.all([
    documentFact(look, directory, "spec"),
    documentFact(look, directory, "plan"),
    documentFact(look, directory, "tasks"),
  ]);
  const list = parseTaskList(tasks === undefined ? "" : await text(look, `${directory}/tasks.md`));
  return {
    isSeeded: seedStatus(entries.map(({ path }) => path)).state === "seeded",
    documents: { spec, plan, tasks },
    tasks: { total: list.items.length, done: list.items.filter(({ done }) => done).length },
  };
}

async function text({ git, remote, commit, signal }: Look, path: string): Promise<string> {
  const blob = await git.blob(remote, commit, path, MAX_DOCUMENT, signal);
  return blob === undefined ? "" : new TextDecoder().decode(blob.bytes);
}

async function documentFact(look: Look, directory: string, name: string): Promise<DocumentFact | undefined> {
  const path = `${directory}/${name}.md`;
  const entry = look.entries.find((candidate) => candidate.path === path && candidate.type === "blob");
  // A link or a directory with that name is no document.
  if (entry === undefined || !entry.mode.startsWith("100") || (entry.size ?? 0) > MAX_DOCUMENT) return undefined;
  const template = look.entries.find((candidate) => candidate.path === `.specify/templates/${name}-template.md`);
  const commitsAgo = look.history.findIndex(({ files }) => files.some((file) => file.path === path));
  return {
    commitSha: look.history[commitsAgo]?.sha ?? look.commit,
    commitsAgo: commitsAgo === -1 ? HISTORY : commitsAgo,
    isTemplate: entry.size === 0 || template?.sha === entry.sha,
    openQuestions: countOpenQuestions(await text(look, path)),
  };
}
