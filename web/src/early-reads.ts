import type { QueryClient } from "@tanstack/react-query";
import { agentsQuery } from "./api/agents.ts";
import { rfeSessionsQuery, summaryQuery } from "./api/phases.ts";
import { projectsQuery } from "./api/projects.ts";
import { rfeListQuery, rfeQuery } from "./api/rfes.ts";
import { seedCheckQuery } from "./api/seeding.ts";
import { sessionQuery, sessionsQuery } from "./api/sessions.ts";
import { tasksQuery } from "./api/tasks.ts";

interface Entry {
  context: { queryClient: QueryClient };
  /** preload: a link to the page is only pointed at. stay: the page is there already. */
  cause: "preload" | "enter" | "stay";
  location: { search: object };
}
type In<Names extends string> = Entry & { params: Record<Names, string> };

/** A read that nobody waits for; the page asks for the same and finds it under way. */
const early =
  <E extends Entry>(read: (queries: QueryClient, entry: E) => Promise<unknown>[]) =>
  (entry: E): void => {
    if (entry.cause === "enter") void Promise.all(read(entry.context.queryClient, entry));
  };

/** Filters of a list are in its address, and make another question of it. */
const isFiltered = ({ location }: Entry): boolean => Object.keys(location.search).length > 0;

const rfeKey = ({ params }: In<"project" | "rfe">) => ({ project: params.project, id: params.rfe });

/**
 * Route loaders: what a page shows first is asked for while its code is still on the way, so that the two do not wait
 * for each other. Errors are the page's matter, which asks again.
 */
export const earlyReads = {
  projects: early((queries) => [queries.prefetchQuery(projectsQuery())]),
  rfes: early<In<"project">>((queries, entry) =>
    isFiltered(entry) ? [] : [queries.prefetchInfiniteQuery(rfeListQuery(entry.params.project))],
  ),
  rfe: early<In<"project" | "rfe">>((queries, entry) => [
    queries.prefetchQuery(rfeQuery(rfeKey(entry))),
    queries.prefetchQuery(seedCheckQuery(rfeKey(entry))),
    queries.prefetchQuery(summaryQuery(rfeKey(entry))),
  ]),
  overview: early<In<"project" | "rfe">>((queries, entry) => [queries.prefetchQuery(rfeSessionsQuery(rfeKey(entry)))]),
  tasks: early<In<"project" | "rfe">>((queries, entry) => [queries.prefetchQuery(tasksQuery(rfeKey(entry)))]),
  agents: early<In<"project" | "rfe">>((queries, entry) => [queries.prefetchQuery(agentsQuery(rfeKey(entry)))]),
  sessions: early<In<"project">>((queries, entry) =>
    isFiltered(entry) ? [] : [queries.prefetchInfiniteQuery(sessionsQuery(entry.params.project))],
  ),
  session: early<In<"project" | "session">>((queries, { params }) => [
    queries.prefetchQuery(sessionQuery({ project: params.project, name: params.session })),
  ]),
};
