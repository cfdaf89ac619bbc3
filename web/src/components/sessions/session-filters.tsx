import { useNavigate } from "@tanstack/react-router";
import type { SessionPhase } from "#domain/session.ts";
import { SearchField } from "#web/components/ui/search-field.tsx";
import { Select } from "#web/components/ui/select.tsx";
import { sessionLook, sessionStatuses } from "./session-words.ts";

export interface SessionSearch {
  status?: SessionPhase | undefined;
  rfe?: string | undefined;
  q?: string | undefined;
}

/** Reads the search of the list's address. */
export const sessionSearch = ({ status, rfe, q }: Record<string, string | undefined>): SessionSearch => ({
  status: sessionStatuses.find((phase) => phase === status),
  rfe,
  q,
});

interface SessionFiltersProps extends SessionSearch {
  titles: ReadonlyMap<string, string>;
}

/** The filters of the list; they live in the address. */
export function SessionFilters({ status, rfe, q, titles }: SessionFiltersProps) {
  const navigate = useNavigate();
  const change = (next: Record<string, string | undefined>) =>
    void navigate({ to: ".", search: (before) => ({ ...before, ...next }), replace: true });
  return (
    <search className="flex flex-wrap gap-2">
      <SearchField
        label="Search sessions"
        placeholder="Search name or prompt"
        value={q}
        onSearch={(text) => change({ q: text })}
      />
      <Select
        aria-label="Status"
        className="w-44 max-sm:w-full"
        value={status ?? ""}
        onChange={(event) => change({ status: event.target.value || undefined })}
      >
        <option value="">All statuses</option>
        {sessionStatuses.map((phase) => (
          <option key={phase} value={phase}>
            {sessionLook({ phase }).word}
          </option>
        ))}
      </Select>
      <Select
        aria-label="RFE"
        className="w-56 max-sm:w-full"
        value={rfe ?? ""}
        onChange={(event) => change({ rfe: event.target.value || undefined })}
      >
        <option value="">All RFEs</option>
        {[...titles].map(([id, title]) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </Select>
    </search>
  );
}
