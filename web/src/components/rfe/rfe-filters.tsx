import { useNavigate } from "@tanstack/react-router";
import type { BoardPhaseName } from "#web/api/rfes.ts";
import { phaseOrder } from "#web/components/phases/phase-texts.ts";
import { SearchField } from "#web/components/ui/search-field.tsx";
import { Select } from "#web/components/ui/select.tsx";

export interface RfeListSearch {
  phase?: BoardPhaseName | undefined;
  q?: string | undefined;
}

/** Reads the search of the list's address. */
export const rfeListSearch = (search: Record<string, unknown>): RfeListSearch => ({
  phase: phaseOrder.find((phase) => phase === search.phase),
  q: typeof search.q === "string" && search.q !== "" ? search.q : undefined,
});

/** The filters of the list; they live in the address. */
export function RfeFilters({ phase, q }: RfeListSearch) {
  const navigate = useNavigate();
  const change = (next: RfeListSearch) =>
    void navigate({ to: ".", search: (old: Record<string, unknown>) => ({ ...old, ...next }), replace: true });
  return (
    <search className="flex flex-wrap gap-2">
      <SearchField
        label="Search RFEs"
        placeholder="Search title or branch"
        value={q}
        onSearch={(text) => change({ q: text })}
      />
      <Select
        aria-label="Phase"
        className="w-40"
        value={phase ?? ""}
        onChange={(event) => change({ phase: phaseOrder.find((one) => one === event.target.value) })}
      >
        <option value="">All phases</option>
        {phaseOrder.map((one) => (
          <option key={one} value={one}>
            {one}
          </option>
        ))}
      </Select>
    </search>
  );
}
