import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { InferRequestType, InferResponseType } from "hono/client";
import { client } from "./client.ts";

const all = client.api.projects;
const one = all[":project"];

export type ProjectView = InferResponseType<typeof one.$get, 200>;
export type NewProjectBody = InferRequestType<typeof all.$post>["json"];
export type ProjectChangeBody = InferRequestType<typeof one.$put>["json"];

export const projectsQuery = () =>
  queryOptions({
    queryKey: ["projects", "list"],
    queryFn: async ({ signal }) => (await all.$get({ query: { limit: 200 } }, { init: { signal } })).json(),
  });

/** The project with its version, which a change must name. */
export const projectQuery = (project: string) =>
  queryOptions({
    queryKey: ["projects", project, "detail"],
    queryFn: async ({ signal }) => {
      const response = await one.$get({ param: { project } }, { init: { signal } });
      return { project: await response.json(), version: response.headers.get("etag") ?? "" };
    },
  });

/** Creates a project. The key makes a double click, and a repeat after a lost answer, one project. */
export const useCreateProject = () => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ body, key }: { body: NewProjectBody; key: string }) =>
      (await all.$post({ json: body }, { headers: { "Idempotency-Key": key } })).json(),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["projects"] }),
  });
};

export const useUpdateProject = (project: string) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ change, version }: { change: ProjectChangeBody; version: string }) =>
      (await one.$put({ param: { project }, json: change }, { headers: { "If-Match": version } })).json(),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["projects"] }),
  });
};

/** Deletes the project with everything in it; `confirm` repeats its name. */
export const useDeleteProject = (project: string) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (confirm: string) => {
      await one.$delete({ param: { project }, query: { confirm } });
    },
    onSuccess: () => {
      queries.removeQueries({ queryKey: ["projects", project] });
      return queries.invalidateQueries({ queryKey: ["projects", "list"] });
    },
  });
};
