import { queryOptions, useQueries } from "@tanstack/react-query";
import { client, within } from "./client.ts";
import { keys } from "./keys.ts";
import { rfesQuery } from "./rfes.ts";

const project = client.api.projects[":project"];

const RECENT = 100;

/** The newest sessions in one page: enough to see what runs and what failed last. */
const recentSessionsQuery = (name: string) =>
  queryOptions({
    queryKey: [...keys.sessions(name), "recent"],
    queryFn: async ({ signal }) => {
      const query = { limit: RECENT };
      return (await project["agentic-sessions"].$get({ param: { project: name }, query }, within(signal))).json();
    },
  });

const operationsQuery = (name: string) =>
  queryOptions({
    queryKey: keys.operations(name),
    queryFn: async ({ signal }) => {
      const query = { limit: RECENT };
      return (await project.operations.$get({ param: { project: name }, query }, within(signal))).json();
    },
  });

/** Everything the home of a project is made of, in three requests. */
export function useProjectHome(name: string) {
  const [rfes, sessions, operations] = useQueries({
    queries: [rfesQuery(name), recentSessionsQuery(name), operationsQuery(name)],
  });
  const error = rfes.error ?? sessions.error ?? operations.error;
  const refetch = (): void => void Promise.all([rfes.refetch(), sessions.refetch(), operations.refetch()]);
  if (rfes.data === undefined || sessions.data === undefined || operations.data === undefined)
    return { home: undefined, error, refetch };
  const home = {
    rfes: rfes.data.workflows,
    sessions: sessions.data.items,
    operations: operations.data.items,
  };
  return { home, error, refetch };
}
