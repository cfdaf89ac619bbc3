import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";
import { client, within } from "./client.ts";
import { keys } from "./keys.ts";
import type { RfeKey } from "./rfes.ts";

const one = client.api.projects[":project"]["rfe-workflows"][":id"];

export type TaskList = InferResponseType<typeof one.tasks.$get, 200>;
export type Task = TaskList["items"][number];

export const tasksQuery = ({ project, id }: RfeKey) =>
  queryOptions({
    queryKey: [...keys.rfe(project, id), "tasks"],
    queryFn: async ({ signal }) => (await one.tasks.$get({ param: { project, id } }, within(signal))).json(),
  });

/** Ticks a task, or opens it again: a commit on the branch, on top of the list that is on the screen. */
export const useTickTask = ({ project, id }: RfeKey) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ task, ...json }: { task: string; done: boolean; baseSha: string }) =>
      (await one.tasks[":task"].$patch({ param: { project, id, task }, json })).json(),
    // After a refusal, too: what changed meanwhile is what has to be looked at.
    onSettled: () => queries.invalidateQueries({ queryKey: keys.rfe(project, id) }),
  });
};
