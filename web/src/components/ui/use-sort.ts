import { useNavigate, useSearch } from "@tanstack/react-router";

/** The order of a list, which is part of its address: a column's id, with a minus before it for descending. */
export function useSort(): { sort: string | undefined; onSort: (sort: string | undefined) => void } {
  const { sort }: { sort?: unknown } = useSearch({ strict: false });
  const navigate = useNavigate();
  return {
    sort: typeof sort === "string" && sort !== "" ? sort : undefined,
    onSort: (next) =>
      void navigate({
        to: ".",
        search: (old: Record<string, unknown>) => ({ ...old, sort: next }),
        replace: true,
        resetScroll: false,
      }),
  };
}
