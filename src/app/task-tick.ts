import { bot } from "#domain/bot.ts";
import { Problem } from "#domain/problem.ts";
import { specsDirectory } from "#domain/rfe.ts";
import { tickTask } from "#domain/task-tick.ts";
import type { Actor } from "#ports/access.ts";
import type { Sha, TreeReader } from "#ports/git-repository.ts";
import { actorName, authorize } from "./authorize.ts";
import type { AppDeps } from "./deps.ts";
import { remoteFor } from "./remotes.ts";
import { MAX_FILE_BYTES } from "./rfe-files.ts";
import { loadRfe } from "./rfes.ts";

/** Others push to the same branch: a commit that came in between is built upon. */
const ATTEMPTS = 3;

type Deps = Pick<AppDeps, "access" | "secrets" | "policy" | "stores" | "git"> & { now: () => Date };

/** Which task, and the commit at which it was looked at. */
export interface TaskTick {
  project: string;
  id: string;
  task: string;
  done: boolean;
  baseSha: Sha;
}

/**
 * Ticks a task in tasks.md, or opens it again: one commit on the feature branch. Nothing is committed when it is so
 * already. Errors: "stale-base" when tasks.md is no longer what it was at `baseSha`; "no-such-task", "no-such-file".
 */
export async function setTaskDone(
  deps: Deps,
  actor: Actor,
  { project, id, task, done, baseSha }: TaskTick,
  signal: AbortSignal,
): Promise<{ commitSha: Sha }> {
  await authorize(deps.access, actor, "rfe.edit", project);
  const rfe = await loadRfe(deps, project, id);
  const { branchName: branch, umbrellaRepo } = rfe.spec;
  const remote = await remoteFor(deps, project, umbrellaRepo.url, "write");
  const path = `${specsDirectory(branch)}/tasks.md`;
  const stale = new Problem("stale-base", { sentence: `${path} changed on ${branch} since you looked at it.` });
  const seen = await deps.git.blob(remote, baseSha, path, MAX_FILE_BYTES, signal);
  const files = async (reader: TreeReader) => {
    const entry = await reader.entry(path);
    if (entry === undefined) throw new Problem("no-such-file", { sentence: `There is no ${path} on ${branch}.` });
    if (entry.sha !== seen?.sha) throw stale;
    const text = tickTask(new TextDecoder().decode(seen.bytes), task, done);
    if (text === undefined) throw new Problem("no-such-task", { sentence: `${path} has no task ${task}.` });
    return [{ path, content: new TextEncoder().encode(text), executable: false }];
  };
  const message = `docs: ${done ? `mark ${task} as done` : `open ${task} again`}\n\nBy ${actorName(actor)}.\n`;
  const change = { baseBranch: umbrellaRepo.branch, branch, files, message, author: bot };
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const prepared = await deps.git.prepare(remote, { ...change, date: deps.now().toISOString() }, signal);
    const { kind, sha } = await prepared.push(signal);
    if (kind !== "moved") return { commitSha: sha };
  }
  throw stale;
}
