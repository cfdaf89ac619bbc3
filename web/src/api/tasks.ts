import { queryOptions } from "@tanstack/react-query";
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
