import { useNavigate } from "@tanstack/react-router";
import { Search } from "lucide-react";
import { useEffect, useState } from "react";
import type { BoardPhaseName } from "#web/api/rfes.ts";
import { phaseOrder } from "#web/components/phases/phase-texts.ts";
import { Input } from "#web/components/ui/input.tsx";
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

const SETTLE_MS = 250;

/** The filters of the list; they live in the address. */
export function RfeFilters({ phase, q = "" }: RfeListSearch) {
  const navigate = useNavigate();
  const [text, setText] = useState(q);
  const change = (next: RfeListSearch) =>
    void navigate({ to: ".", search: (old: Record<string, unknown>) => ({ ...old, ...next }), replace: true });
  useEffect(() => setText(q), [q]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed changes the address
  useEffect(() => {
    if (text === q) return;
    const timer = setTimeout(() => change({ q: text === "" ? undefined : text }), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <search className="flex flex-wrap gap-2">
      <span className="relative min-w-0 flex-1 basis-56">
        <Search aria-hidden className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-ink-3" />
        <Input
          type="search"
          aria-label="Search RFEs"
          placeholder="Search title or branch"
          className="pl-8"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </span>
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
