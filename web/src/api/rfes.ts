import {
  infiniteQueryOptions,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import type { InferRequestType, InferResponseType } from "hono/client";
import { useEffect } from "react";
import { client, etagOf, ifMatch, within } from "./client.ts";
import { keys, sameProject } from "./keys.ts";
import { useSubmissions } from "./submission.ts";

const all = client.api.projects[":project"]["rfe-workflows"];
const one = all[":id"];

export type ListedRfe = InferResponseType<typeof all.$get, 200>["workflows"][number];
export type RfeView = InferResponseType<typeof one.$get, 200>;
export type NewRfeBody = InferRequestType<typeof all.$post>["json"];
export type RfeChangeBody = InferRequestType<typeof one.$put>["json"];

/** Which RFE of which project. */
export interface RfeKey {
  project: string;
  id: string;
}

export type BoardPhaseName = NonNullable<ListedRfe["phase"]>;

export interface RfeFilter {
  phase?: BoardPhaseName | undefined;
  q?: string | undefined;
}

/** The newest RFEs of a project, for titles and for a look at what goes on. */
export const rfesQuery = (project: string) =>
  queryOptions({
    queryKey: [...keys.rfes(project), "newest"],
    queryFn: async ({ signal }) =>
      (await all.$get({ param: { project }, query: { limit: 200 } }, within(signal))).json(),
  });

const PAGE = 50;

/** All RFEs, newest first, page by page. */
export const rfeListQuery = (project: string, { phase, q }: RfeFilter = {}) =>
  infiniteQueryOptions({
    queryKey: [...keys.rfes(project), "list", { phase, q }],
    initialPageParam: "",
    queryFn: async ({ pageParam, signal }) => {
      const filter = { ...(phase && { phase }), ...(q && { q }) };
      const query = { limit: PAGE, ...(pageParam && { cursor: pageParam }), ...filter };
      return (await all.$get({ param: { project }, query }, within(signal))).json();
    },
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: sameProject(project),
  });

/**
 * The RFEs so far, undefined while none is known. The phase of each is read from git page by page: a page may hold none
 * of the wanted phase although an older one does, so it goes on until one is found.
 */
export function useRfeList(project: string, filter: RfeFilter) {
  const query = useInfiniteQuery(rfeListQuery(project, filter));
  const { data, error, isFetching, hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage, refetch } =
    query;
  const found = data?.pages.flatMap(({ workflows }) => workflows);
  const isSearching = found?.length === 0 && hasNextPage;
  const next = isSearching && !isFetching && !isFetchNextPageError ? data?.pages.length : undefined;
  useEffect(() => {
    if (next !== undefined) void fetchNextPage();
  }, [next, fetchNextPage]);
  return { rfes: isSearching ? undefined : found, error, hasNextPage, isFetchingNextPage, fetchNextPage, refetch };
}

/** The RFE with its version, which a change must name. */
export const rfeQuery = ({ project, id }: RfeKey) =>
  queryOptions({
    queryKey: [...keys.rfe(project, id), "itself"],
    queryFn: async ({ signal }) => {
      const response = await one.$get({ param: { project, id } }, within(signal));
      return { rfe: await response.json(), version: etagOf(response) };
    },
  });

/** Creates an RFE. A double click, or a repeat after a lost answer, creates one. */
export const useCreateRfe = (project: string) => {
  const queries = useQueryClient();
  const submissions = useSubmissions();
  return useMutation({
    mutationFn: async (json: NewRfeBody) =>
      (await all.$post({ param: { project }, json }, submissions.of(json))).json(),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.rfes(project) }),
  });
};

/** Asks the server what it would refuse, without creating anything. */
export const validationQuery = (project: string, body: NewRfeBody | undefined) =>
  queryOptions({
    queryKey: [...keys.rfes(project), "validation", body],
    enabled: body !== undefined,
    staleTime: 15_000,
    retry: false,
    queryFn: async ({ signal }) => {
      if (body === undefined) throw new Error("there is nothing to validate");
      return (await all.validate.$post({ param: { project }, json: body }, within(signal))).json();
    },
  });

export const useUpdateRfe = ({ project, id }: RfeKey) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ change, version }: { change: RfeChangeBody; version: string }) => {
      const response = await one.$put({ param: { project, id }, json: change }, ifMatch(version));
      return { rfe: await response.json(), version: etagOf(response) };
    },
    onSuccess: (saved) => {
      queries.setQueryData(rfeQuery({ project, id }).queryKey, saved);
      // What the repositories say may take as long as they do; it is saved all the same.
      void queries.invalidateQueries({ queryKey: keys.rfe(project, id) });
      void queries.invalidateQueries({ queryKey: keys.rfes(project) });
    },
  });
};

export const useDeleteRfe = ({ project, id }: RfeKey) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => {
      await one.$delete({ param: { project, id } });
    },
    onSuccess: () => {
      queries.removeQueries({ queryKey: keys.rfe(project, id) });
      return queries.invalidateQueries({ queryKey: keys.rfes(project) });
    },
  });
};
