import { useQuery } from "@tanstack/react-query";
import type { RfeView } from "#web/api/rfes.ts";
import { seedCheckQuery } from "#web/api/seeding.ts";

/** The repositories whose feature branch is there, as the last look at them found it. */
export function useBranches(rfe: RfeView): { has: (url: string) => boolean; isPending: boolean } {
  const { data, isPending } = useQuery(seedCheckQuery({ project: rfe.project, id: rfe.id }));
  const has = (url: string): boolean => {
    if (data === undefined) return false;
    if (url === rfe.umbrellaRepo.url) return data.head !== null;
    return data.supportingRepos.some((repo) => repo.repoURL === url && repo.branchExists);
  };
  return { has, isPending };
}
