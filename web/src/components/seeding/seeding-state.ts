import type { Operation } from "#web/api/operations.ts";
import type { SeedCheck } from "#web/api/seeding.ts";

export type SeedingState =
  | { kind: "checking" }
  | { kind: "unknown"; error: unknown; reason: string }
  | { kind: "running"; op: string }
  | { kind: "failed"; op: string; partial: boolean }
  | { kind: "absent" }
  | { kind: "partial" }
  | { kind: "seeded" };

export interface SeedingFacts {
  check: SeedCheck | undefined;
  error: unknown;
  /** The operation that the address names, when it is still at work or failed. */
  followed: Pick<Operation, "id" | "state"> | undefined;
}

const live = ["queued", "running"];

/**
 * What the seeding card says. A request that failed never makes "not seeded": it is unknown, or what was last known.
 * The branch decides: once it is seeded, an older failure no longer counts.
 */
export function seedingState({ check, error, followed }: SeedingFacts): SeedingState {
  const operation = newest(check?.operation, followed);
  if (operation !== undefined && live.includes(operation.state)) return { kind: "running", op: operation.id };
  if (check === undefined)
    return error === null || error === undefined ? { kind: "checking" } : { kind: "unknown", error, reason: "" };
  if (check.state === "seeded") return { kind: "seeded" };
  if (operation?.state === "failed") return { kind: "failed", op: operation.id, partial: check.state === "partial" };
  if (check.state === "unknown") return { kind: "unknown", error: undefined, reason: check.error ?? "" };
  return { kind: check.state };
}

/** The same operation is told by two sources; the one that saw its end is right, and the branch's own is newer. */
function newest(
  checked: SeedCheck["operation"],
  followed: SeedingFacts["followed"],
): Pick<Operation, "id" | "state"> | undefined {
  if (checked === undefined || followed === undefined) return checked ?? followed;
  if (checked.id !== followed.id) return checked;
  return live.includes(followed.state) ? checked : followed;
}

export interface SeedingLine {
  text: string;
  done: boolean;
}

/** The guide's four promises of seeding, each with whether the branch has it already. */
export function seedingLines(branch: string, check: SeedCheck | undefined): SeedingLine[] {
  const details = check?.specRepo.details;
  const branches = check?.supportingRepos.every((repo) => repo.branchExists) ?? false;
  return [
    { text: `Set up the feature branch '${branch}'`, done: check?.head != null && branches },
    {
      text: "Add Spec-Kit template files and slash commands",
      done: details?.specifyExists === true && details.claudeCommandsExists,
    },
    { text: "Add agent definitions for the RFE council", done: details?.claudeAgentsExists ?? false },
    { text: `Create the specs/${branch}/ directory`, done: check?.specRepo.isSeeded ?? false },
  ];
}

/** Which part of the eight steps is done, for a heading such as "Step 5 of 8". */
export function stepPosition(steps: Operation["steps"]): { at: number; of: number } {
  const running = steps.findIndex(({ state }) => state === "running" || state === "failed");
  const ended = steps.filter(({ state }) => state === "done" || state === "skipped").length;
  return { at: running === -1 ? Math.min(ended + 1, steps.length) : running + 1, of: steps.length };
}
