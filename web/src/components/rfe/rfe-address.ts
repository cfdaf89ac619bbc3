import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import type { BoardPhaseName, RfeKey } from "#web/api/rfes.ts";
import { phaseOrder } from "#web/components/phases/phase-texts.ts";

const rfeDialogs = ["seed", "repos", "start", "edit", "delete"] as const;
type RfeDialog = (typeof rfeDialogs)[number];

/** What the address of an RFE's pages says besides the page. */
export interface RfeSearch {
  dialog?: RfeDialog | undefined;
  phase?: BoardPhaseName | undefined;
  /** The task to implement. */
  task?: string | undefined;
  /** The seeding to follow. */
  seed?: string | undefined;
}

const oneOf = <T extends string>(values: readonly T[], value: unknown): T | undefined =>
  values.find((candidate) => candidate === value);
const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** Reads the search of an address; what is not understood is not there. */
const rfeSearch = (search: Record<string, unknown>): RfeSearch => ({
  dialog: oneOf(rfeDialogs, search.dialog),
  phase: oneOf(phaseOrder, search.phase),
  task: text(search.task),
  seed: text(search.seed),
});

/** The RFE that the address names. */
export function useRfeKey(): RfeKey {
  const { project = "", rfe = "" } = useParams({ strict: false });
  return useMemo(() => ({ project, id: rfe }), [project, rfe]);
}

/** The dialog that the address opens over the page, and ways to open another or none. */
export function useRfeAddress() {
  const search = rfeSearch(useSearch({ strict: false }));
  const navigate = useNavigate();
  const change = useCallback(
    (next: RfeSearch, replace = false) =>
      void navigate({
        to: ".",
        search: (previous: Record<string, unknown>) => ({ ...previous, ...next }),
        replace,
        resetScroll: false,
      }),
    [navigate],
  );
  const close = useCallback(() => change({ dialog: undefined, phase: undefined, task: undefined }), [change]);
  return { search, change, close };
}
