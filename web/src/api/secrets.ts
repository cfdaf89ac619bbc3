import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";
import { client, within } from "./client.ts";
import { keys } from "./keys.ts";

const all = client.api.projects[":project"].secrets;
const one = all[":key"];

export type SecretFacts = InferResponseType<typeof all.$get, 200>["items"][number];

/** Which secrets are set. No value ever reaches the browser. */
export const secretsQuery = (project: string) =>
  queryOptions({
    queryKey: keys.secrets(project),
    queryFn: async ({ signal }) => (await all.$get({ param: { project } }, within(signal))).json(),
  });

export const useWriteSecret = (project: string) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ key, value }: { key: string; value: string }) => {
      await one.$put({ param: { project, key }, json: { value } });
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.secrets(project) }),
  });
};

export const useDeleteSecret = (project: string) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (key: string) => {
      await one.$delete({ param: { project, key } });
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.secrets(project) }),
  });
};

/** Tries the stored value where it will be used. */
export const useTestSecret = (project: string) =>
  useMutation({ mutationFn: async (key: string) => (await one.test.$post({ param: { project, key } })).json() });
