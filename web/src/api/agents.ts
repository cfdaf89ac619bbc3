import { queryOptions } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";
import { client, within } from "./client.ts";
import { keys } from "./keys.ts";
import type { RfeKey } from "./rfes.ts";

const one = client.api.projects[":project"]["rfe-workflows"][":id"];

export type AgentPersona = InferResponseType<typeof one.agents.$get, 200>["agents"][number];

/** The personas as they stand on the feature branch. */
export const agentsQuery = ({ project, id }: RfeKey) =>
  queryOptions({
    queryKey: [...keys.rfe(project, id), "agents"],
    queryFn: async ({ signal }) => (await one.agents.$get({ param: { project, id } }, within(signal))).json(),
  });
