import { useMutation, useQueryClient } from "@tanstack/react-query";
import { client } from "./client.ts";
import { keys } from "./keys.ts";

const all = client.api.projects[":project"].repositories;

/** Creates an empty repository on this server's git host. */
export const useCreateRepository = (project: string) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (json: { name: string; defaultBranch: string }) =>
      (await all.$post({ param: { project }, json })).json(),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.repositories(project) }),
  });
};

export const useDeleteRepository = (project: string) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (repo: string) => {
      await all[":repo"].$delete({ param: { project, repo } });
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.repositories(project) }),
  });
};
