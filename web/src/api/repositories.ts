import { queryOptions } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";
import { client, within } from "./client.ts";
import { keys } from "./keys.ts";

const project = client.api.projects[":project"];

export type HostedRepository = InferResponseType<typeof project.repositories.$get, 200>["items"][number];
export type RepositoryLook = InferResponseType<typeof project.repo.branches.$get, 200>;

/** The repositories that this server hosts for the project. */
export const repositoriesQuery = (name: string) =>
  queryOptions({
    queryKey: [...keys.repositories(name), "list"],
    staleTime: 30_000,
    queryFn: async ({ signal }) =>
      (await project.repositories.$get({ param: { project: name } }, within(signal))).json(),
  });

const branchesQuery = (name: string, url: string, question: { name?: string; q?: string }) =>
  queryOptions({
    queryKey: [...keys.repositories(name), "branches", url, question],
    enabled: url !== "",
    staleTime: 15_000,
    retry: false,
    queryFn: async ({ signal }) => {
      const query = { repo: url, ...question };
      return (await project.repo.branches.$get({ param: { project: name }, query }, within(signal))).json();
    },
  });

/** A live look at any repository: default branch, right to push, and whether one branch is there. */
export const repositoryLookQuery = (name: string, url: string, branch = "") =>
  branchesQuery(name, url, branch === "" ? {} : { name: branch });

/** The same with the branches whose names hold a text, at most a page of them. */
export const branchSuggestionsQuery = (name: string, url: string, text = "") =>
  branchesQuery(name, url, text === "" ? {} : { q: text });
