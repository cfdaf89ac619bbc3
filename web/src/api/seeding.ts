import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { InferRequestType, InferResponseType } from "hono/client";
import { client, within } from "./client.ts";
import { keys } from "./keys.ts";
import type { RfeKey } from "./rfes.ts";

const one = client.api.projects[":project"]["rfe-workflows"][":id"];

export type SeedCheck = InferResponseType<(typeof one)["check-seeding"]["$get"], 200>;
export type SeedInputs = InferRequestType<typeof one.seed.$post>["json"];
export type SeedPreview = InferResponseType<typeof one.seed.preview.$post, 200>;

export const seedCheckQuery = ({ project, id }: RfeKey) =>
  queryOptions({
    queryKey: [...keys.rfe(project, id), "seeding"],
    queryFn: async ({ signal }) => (await one["check-seeding"].$get({ param: { project, id } }, within(signal))).json(),
  });

/** Starts a seeding, or joins the one that runs, and answers at once with the operation to follow. */
export const useStartSeed = ({ project, id }: RfeKey) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (inputs: SeedInputs) => {
      const headers = { Prefer: "respond-async" };
      return (await one.seed.$post({ param: { project, id }, json: inputs }, { headers })).json();
    },
    onSuccess: () => {
      // Not waited for: it asks the git hosts, and a slow one is when people want to see the steps.
      void queries.invalidateQueries({ queryKey: [...keys.rfe(project, id), "seeding"] });
    },
  });
};

/** What seeding would do now, file by file; nothing is written. */
export const useSeedPreview = ({ project, id }: RfeKey) =>
  useMutation({
    mutationFn: async (inputs: SeedInputs) =>
      (await one.seed.preview.$post({ param: { project, id }, json: inputs })).json(),
  });
