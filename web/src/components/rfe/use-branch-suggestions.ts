import { useQuery } from "@tanstack/react-query";
import { branchSuggestionsQuery } from "#web/api/repositories.ts";
import type { ComboboxOption } from "#web/components/ui/combobox.tsx";
import { useSettled } from "./use-settled.ts";

/** Branches of a repository to pick from while one is typed: all when they fit a page, else those that hold the text. */
export function useBranchSuggestions(
  project: string,
  url: string,
  typed: string,
): { options: ComboboxOption[]; isLoading: boolean } {
  const text = useSettled(typed.trim());
  const all = useQuery(branchSuggestionsQuery(project, url));
  const isCut = all.data !== undefined && all.data.nextCursor !== null;
  const search = useQuery({ ...branchSuggestionsQuery(project, url, text), enabled: isCut && text !== "" });
  const { branches, defaultBranch } = (isCut ? search.data : undefined) ?? all.data ?? { branches: [] };
  const options = branches.map(({ name }) => ({
    value: name,
    ...(name === defaultBranch ? { detail: "default" } : {}),
  }));
  return { options, isLoading: all.isLoading || search.isFetching };
}
