import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";
import { client, within } from "./client.ts";
import { keys } from "./keys.ts";
import type { RfeKey } from "./rfes.ts";

const one = client.api.projects[":project"]["rfe-workflows"][":id"];

export type FileEntry = InferResponseType<typeof one.files.$get, 200>["entries"][number];
export type FileContent = InferResponseType<typeof one.files.content.$get, 200>;
export type RenderedFile = InferResponseType<typeof one.files.rendered.$get, 200>;
export type FileVersion = InferResponseType<typeof one.history.$get, 200>["commits"][number];
export type FileDiff = InferResponseType<typeof one.diff.$get, 200>["files"][number];

/** A place in a repository of an RFE: the feature branch, or a commit when `at` names one. */
export interface FilePlace {
  rfe: RfeKey;
  /** URL of the repository; the spec repository when left out. */
  repo: string | undefined;
  at: string | undefined;
}

const SHA = /^[0-9a-f]{40}$/;
/** What a commit holds never changes; what a branch holds does. */
const staleTime = (at: string | undefined) => (at !== undefined && SHA.test(at) ? Number.POSITIVE_INFINITY : 0);

const where = ({ repo, at }: FilePlace) => ({ ...(repo && { repo }), ...(at && { ref: at }) });
const paramOf = ({ rfe }: FilePlace) => ({ project: rfe.project, id: rfe.id });
const keyOf = ({ rfe, repo, at }: FilePlace) => [...keys.rfe(rfe.project, rfe.id), "files", { repo, at }] as const;

/** Every file below a directory, as one list. */
export const treeQuery = (place: FilePlace, path: string) =>
  queryOptions({
    queryKey: [...keyOf(place), "tree", path],
    staleTime: staleTime(place.at),
    queryFn: async ({ signal }) => {
      const query = { ...where(place), recursive: "true" as const, ...(path && { path }) };
      return (await one.files.$get({ param: paramOf(place), query }, within(signal))).json();
    },
  });

export const contentQuery = (place: FilePlace, path: string) =>
  queryOptions({
    queryKey: [...keyOf(place), "content", path],
    staleTime: staleTime(place.at),
    queryFn: async ({ signal }) => {
      const query = { ...where(place), path };
      return (await one.files.content.$get({ param: paramOf(place), query }, within(signal))).json();
    },
  });

/** A document as HTML that the server made safe. */
export const renderedQuery = (place: FilePlace, path: string) =>
  queryOptions({
    queryKey: [...keyOf(place), "rendered", path],
    staleTime: staleTime(place.at),
    queryFn: async ({ signal }) => {
      const query = { ...where(place), path };
      return (await one.files.rendered.$get({ param: paramOf(place), query }, within(signal))).json();
    },
  });

/** Commits that touched a file, newest first. */
export const versionsQuery = (place: FilePlace, path: string) =>
  infiniteQueryOptions({
    queryKey: [...keyOf({ ...place, at: undefined }), "versions", path],
    initialPageParam: "",
    queryFn: async ({ pageParam, signal }) => {
      const query = {
        limit: 30,
        ...(place.repo && { repo: place.repo }),
        path,
        ...(pageParam && { cursor: pageParam }),
      };
      return (await one.history.$get({ param: paramOf(place), query }, within(signal))).json();
    },
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });

/** What changed in a file between two commits; without `from` since the base branch. */
export const fileDiffQuery = (place: FilePlace, path: string, from: string | undefined) =>
  queryOptions({
    queryKey: [...keyOf(place), "diff", path, from],
    staleTime: from === undefined ? 0 : staleTime(place.at),
    queryFn: async ({ signal }) => {
      const to = place.at;
      const query = { path, ...(place.repo && { repo: place.repo }), ...(from && { from }), ...(to && { to }) };
      return (await one.diff.$get({ param: paramOf(place), query }, within(signal))).json();
    },
  });
