import { useQuery } from "@tanstack/react-query";
import { problemOf } from "#web/api/problem.ts";
import { repositoryLookQuery } from "#web/api/repositories.ts";
import type { RepositoryValue } from "./new-rfe-values.ts";
import { type RepositoryCheck, repositoryChecks } from "./repository-checks.ts";
import { repositoryLabel } from "./repository-name.ts";
import { useSettled } from "./use-settled.ts";

/** Whole enough to be looked up; whether it may be used, the server says. */
const isUrl = (text: string): boolean => /^((https?|ssh):\/\/|file:\/\/\/)\S+\/\S+$|^[^@\s/]+@[^:\s/]+:\S+$/.test(text);

function faultOf(error: Error | null): { message: string; remedy: string } | undefined {
  if (error === null) return undefined;
  const { sentence, remedies } = problemOf(error);
  return { message: sentence, remedy: remedies[0] ?? "" };
}

/** Looks at a repository while it is being typed in: its checks, its own default branch, and the URL once it is whole. */
export function useRepositoryChecks(
  project: string,
  { url, branch }: RepositoryValue,
  feature: string,
): { checks: RepositoryCheck[]; defaultBranch: string | undefined; settled: string } {
  const typed = url.trim();
  const settled = useSettled(isUrl(typed) ? typed : "");
  const base = useSettled(branch.trim());
  const wanted = useSettled(feature.trim());
  const look = useQuery(repositoryLookQuery(project, settled, base));
  const featureQuery = repositoryLookQuery(project, settled, wanted);
  const featureLook = useQuery({ ...featureQuery, enabled: settled !== "" && wanted !== "" });
  if (typed === "" || settled === "") return { checks: [], defaultBranch: undefined, settled: "" };
  if (settled !== typed)
    return { checks: [{ state: "busy", text: "Checking the repository" }], defaultBranch: undefined, settled: "" };
  const checks = repositoryChecks(
    { data: look.data, error: faultOf(look.error), isBusy: look.isFetching },
    { data: featureLook.data, error: undefined, isBusy: featureLook.isFetching },
    { base, feature: wanted, name: repositoryLabel(settled) },
  );
  return { checks, defaultBranch: look.data?.defaultBranch ?? undefined, settled };
}
