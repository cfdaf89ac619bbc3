import type { PhaseRfe } from "#domain/phase-session.ts";
import { specsDirectory } from "#domain/rfe.ts";
import { parseTaskList, type TaskItem } from "#domain/task-list.ts";
import { ApiProblem, type Client } from "#http/client.ts";
import { answerOf } from "./answer.ts";
import { CommandFailure } from "./exit-code.ts";

async function readTasks(client: Client, project: string, rfe: PhaseRfe): Promise<TaskItem[]> {
  const path = `${specsDirectory(rfe.branchName)}/tasks.md`;
  const { content } = client.api.projects[":project"]["rfe-workflows"][":id"].files;
  try {
    const file = await answerOf(content.$get({ param: { project, id: rfe.id }, query: { path } }));
    return parseTaskList(file.content).items;
  } catch (error) {
    // Without tasks.md the server itself says what the phase is missing.
    if (error instanceof ApiProblem && error.status === 404) return [];
    throw error;
  }
}

/** The named task of tasks.md, or the first open one; undefined when there is no list to choose from. */
export async function chooseTask(
  client: Client,
  project: string,
  rfe: PhaseRfe,
  id?: string,
): Promise<{ id: string; title: string } | undefined> {
  const tasks = await readTasks(client, project, rfe);
  if (id === undefined) return tasks.find((task) => !task.done);
  const named = tasks.find((task) => task.id.toLowerCase() === id.toLowerCase());
  if (named !== undefined) return named;
  throw new CommandFailure("notFound", `There is no task ${id} in tasks.md of ${rfe.id}.`, {
    remedy: `Read them: vteam rfe view ${rfe.id} tasks`,
  });
}
