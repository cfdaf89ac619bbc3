import { useNavigate } from "@tanstack/react-router";
import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { SessionPhase } from "#domain/session.ts";
import { Input } from "#web/components/ui/input.tsx";
import { Select } from "#web/components/ui/select.tsx";
import { useShortcuts } from "#web/shortcuts.ts";
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

const SETTLE_MS = 250;

interface SessionFiltersProps extends SessionSearch {
  titles: ReadonlyMap<string, string>;
}

/** The filters of the list; they live in the address. */
export function SessionFilters({ status, rfe, q = "", titles }: SessionFiltersProps) {
  const navigate = useNavigate();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(q);
  const change = (next: Record<string, string | undefined>) =>
    void navigate({ to: ".", search: (before) => ({ ...before, ...next }), replace: true });
  useShortcuts({ "/": () => field.current?.focus() });
  useEffect(() => setText(q), [q]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed changes the address
  useEffect(() => {
    if (text === q) return;
    const timer = setTimeout(() => change({ q: text || undefined }), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <search className="flex flex-wrap gap-2">
      <span className="relative min-w-0 flex-1 basis-56">
        <Search aria-hidden className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-ink-3" />
        <Input
          ref={field}
          type="search"
          aria-label="Search sessions"
          placeholder="Search name or prompt"
          className="pl-8"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </span>
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
