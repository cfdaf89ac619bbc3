import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { InferRequestType, InferResponseType } from "hono/client";
import type { SessionPhase } from "#domain/session.ts";
import { client, within } from "./client.ts";
import { keys, sameProject } from "./keys.ts";
import type { Submissions } from "./submission.ts";

const all = client.api.projects[":project"]["agentic-sessions"];
const one = all[":name"];

export type ListedSession = InferResponseType<typeof all.$get, 200>["items"][number];
export type SessionDetail = InferResponseType<typeof one.$get, 200>;
type CloneBody = InferRequestType<typeof one.clone.$post>["json"];

/** Which session of which project. */
export interface SessionKey {
  project: string;
  name: string;
}

export interface SessionFilter {
  phase?: SessionPhase | undefined;
  workflow?: string | undefined;
  q?: string | undefined;
}

const PAGE = 50;

/** Sessions, newest first, page by page. */
export const sessionsQuery = (project: string, { phase, workflow, q }: SessionFilter = {}) =>
  infiniteQueryOptions({
    queryKey: [...keys.sessions(project), "list", { phase, workflow, q }],
    initialPageParam: "",
    queryFn: async ({ pageParam, signal }) => {
      const filter = { ...(phase && { phase }), ...(workflow && { workflow }), ...(q && { q }) };
      const query = { limit: PAGE, ...(pageParam && { cursor: pageParam }), ...filter };
      return (await all.$get({ param: { project }, query }, within(signal))).json();
    },
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: sameProject(project),
  });

export const sessionQuery = ({ project, name }: SessionKey) =>
  queryOptions({
    queryKey: [...keys.session(project, name), "itself"],
    queryFn: async ({ signal }) => (await one.$get({ param: { project, name } }, within(signal))).json(),
  });

/** Asks a session to end; it is stopped only when its status says so. */
export const useStopSession = ({ project, name }: SessionKey) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => (await one.stop.$post({ param: { project, name }, json: {} })).json(),
    onSuccess: (session) => {
      queries.setQueryData(sessionQuery({ project, name }).queryKey, session);
      return queries.invalidateQueries({ queryKey: keys.sessions(project) });
    },
  });
};

/** Gives a session another name; without one it is called by its prompt again. */
export const useRenameSession = ({ project, name }: SessionKey) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (displayName: string) =>
      (await one.$put({ param: { project, name }, json: { displayName } })).json(),
    onSuccess: (session) => {
      queries.setQueryData(sessionQuery({ project, name }).queryKey, session);
      return queries.invalidateQueries({ queryKey: keys.sessions(project) });
    },
  });
};

/** Runs a session again as a new one. A double click makes one. */
export const useCloneSession = ({ project, name }: SessionKey) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (submissions: Submissions) => {
      const json: CloneBody = {};
      return (await one.clone.$post({ param: { project, name }, json }, submissions.of({ clone: name }))).json();
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.sessions(project) }),
  });
};

/** Deletes the session and its log; what it pushed stays in git. */
export const useDeleteSession = ({ project, name }: SessionKey) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      await one.$delete({ param: { project, name } });
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.sessions(project) }),
  });
};
