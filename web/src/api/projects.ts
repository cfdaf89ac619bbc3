import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { InferRequestType, InferResponseType } from "hono/client";
import { client, etagOf, ifMatch, within } from "./client.ts";
import { keys } from "./keys.ts";
import type { Submissions } from "./submission.ts";

const all = client.api.projects;
const one = all[":project"];

export type ProjectView = InferResponseType<typeof one.$get, 200>;
export type ListedProject = InferResponseType<typeof all.$get, 200>["items"][number];
export type NewProjectBody = InferRequestType<typeof all.$post>["json"];
export type ProjectChangeBody = InferRequestType<typeof one.$put>["json"];

export const projectsQuery = () =>
  queryOptions({
    queryKey: keys.projects(),
    queryFn: async ({ signal }) => (await all.$get({ query: { limit: 200 } }, within(signal))).json(),
  });

/** The project with its version, which a change must name. */
export const projectQuery = (project: string) =>
  queryOptions({
    queryKey: keys.projectItself(project),
    queryFn: async ({ signal }) => {
      const response = await one.$get({ param: { project } }, within(signal));
      return { project: await response.json(), version: etagOf(response) };
    },
  });

/** Creates a project; one form's double click, or its repeat after a lost answer, makes one project. */
export const useCreateProject = (submissions: Submissions) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (json: NewProjectBody) => (await all.$post({ json }, submissions.of(json))).json(),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.projects() }),
  });
};

export const useUpdateProject = (project: string) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ change, version }: { change: ProjectChangeBody; version: string }) =>
      (await one.$put({ param: { project }, json: change }, ifMatch(version))).json(),
    // After a refusal, too: what somebody else changed is what the next attempt has to know.
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: keys.projectItself(project) }),
        queries.invalidateQueries({ queryKey: keys.projects() }),
      ]),
  });
};

/** Deletes the project with everything in it; `confirm` repeats its name. */
export const useDeleteProject = (project: string) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (confirm: string) => {
      await one.$delete({ param: { project }, query: { confirm } });
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.projects() }),
  });
};
