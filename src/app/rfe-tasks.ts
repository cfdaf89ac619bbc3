import * as z from "zod";
import { Problem } from "#domain/problem.ts";
import { specsDirectory } from "#domain/rfe.ts";
import { type Session, SessionPhase, sessionLabels } from "#domain/session.ts";
import { parseTaskList, type TaskItem } from "#domain/task-list.ts";
import type { Actor } from "#ports/access.ts";
import type { AppDeps } from "./deps.ts";
import { MAX_FILE_BYTES, openCommit } from "./rfe-files.ts";

const TaskView = z.object({
  id: z.string(),
  title: z.string(),
  phase: z.string(),
  parallel: z.boolean(),
  story: z.string().nullable(),
  storyPoints: z.int().nullable(),
  dependsOn: z.array(z.string()),
  acceptance: z.array(z.object({ text: z.string(), done: z.boolean() })),
  files: z.array(z.string()),
  done: z.boolean(),
  /** The implementation sessions whose prompt names the task, newest first. */
  sessions: z.array(z.object({ name: z.string(), phase: SessionPhase })),
  line: z.int(),
});

/** tasks.md of an RFE, read at one commit. */
export const TasksView = z.object({
  path: z.string(),
  commitSha: z.string(),
  grammar: z.enum(["spec-kit", "guide"]),
  items: z.array(TaskView),
  problems: z.array(z.object({ line: z.int(), text: z.string() })),
});
export type TasksView = z.infer<typeof TasksView>;

/** Whether a session was asked to work on a task; the prompt is the only place that says so. */
function namesTask({ spec }: Session, { id }: Pick<TaskItem, "id">): boolean {
  const name = /^\d+$/.test(id) ? `Task ${id}` : id;
  return new RegExp(`\\b${name}\\b`).test(spec.prompt);
}

function taskView({ boxes: _boxes, ...task }: TaskItem, sessions: readonly Session[]): z.infer<typeof TaskView> {
  const working = sessions.filter((session) => namesTask(session, task));
  return {
    ...task,
    story: task.story ?? null,
    storyPoints: task.storyPoints ?? null,
    sessions: working.map(({ metadata, status }) => ({ name: metadata.name, phase: status.phase })),
  };
}

/** The tasks of an RFE. Error: "no-such-file" before tasks.md is written. */
export async function listTasks(
  deps: Pick<AppDeps, "access" | "secrets" | "policy" | "stores" | "git" | "markdown">,
  actor: Actor,
  { project, id }: { project: string; id: string },
  signal: AbortSignal,
): Promise<TasksView> {
  const { rfe, remote, commit, ref } = await openCommit(deps, actor, { project, id }, signal);
  const path = `${specsDirectory(rfe.spec.branchName)}/tasks.md`;
  const blob = await deps.git.blob(remote, commit, path, MAX_FILE_BYTES, signal);
  if (blob === undefined) throw new Problem("no-such-file", { sentence: `There is no ${path} on ${ref} yet.` });
  const { grammar, items, problems } = parseTaskList(new TextDecoder().decode(blob.bytes));
  const labels = { [sessionLabels.rfe]: id, [sessionLabels.phase]: "implement" };
  const sessions = (await deps.stores.sessions.list({ project, labels })).items.toSorted((a, b) =>
    b.metadata.createdAt.localeCompare(a.metadata.createdAt),
  );
  return { path, commitSha: commit, grammar, items: items.map((task) => taskView(task, sessions)), problems };
}
