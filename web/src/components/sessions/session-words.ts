import type { SessionPhase } from "#domain/session.ts";
import type { ListedSession } from "#web/api/sessions.ts";
import type { Tone } from "#web/components/ui/badge.tsx";

/** Characters of a title that is the beginning of a prompt. */
const LONGEST = 72;

/** The part of a session that it is called by. */
interface Named {
  name: string;
  spec: { displayName?: string | undefined; prompt: string };
}

/** What a session is called: the name somebody gave it, or the first words of its prompt. */
export function sessionTitle({ name, spec }: Named): string {
  if (spec.displayName) return spec.displayName;
  const first = spec.prompt.split("\n")[0]?.trim() ?? "";
  if (first === "") return name;
  return first.length <= LONGEST ? first : `${first.slice(0, LONGEST).replace(/[\s.,:;]*\S*$/, "")}…`;
}

/** All there are, in the order in which a session goes through them. */
export const sessionStatuses = [
  ...(["Pending", "Creating", "Running", "Stopping"] as const),
  ...(["Completed", "Failed", "Stopped", "Error"] as const),
] satisfies SessionPhase[];

const ended: readonly SessionPhase[] = ["Completed", "Failed", "Stopped", "Error"];
export const hasEnded = (phase: SessionPhase): boolean => ended.includes(phase);

const looks: Record<SessionPhase, { word: string; tone: Tone }> = {
  Pending: { word: "Queued", tone: "neutral" },
  Creating: { word: "Creating", tone: "live" },
  Running: { word: "Running", tone: "live" },
  Stopping: { word: "Stopping…", tone: "live" },
  Completed: { word: "Completed", tone: "ok" },
  Failed: { word: "Failed", tone: "fail" },
  Stopped: { word: "Stopped", tone: "neutral" },
  Error: { word: "Error", tone: "fail" },
};

/** How a session stands, as a word and a tone; a stop that was asked for shows before it happened. */
export function sessionLook({ phase, stopRequested }: Pick<ListedSession["status"], "phase" | "stopRequested">) {
  return stopRequested && !hasEnded(phase) ? looks.Stopping : looks[phase];
}

const OFFLINE = "offline-model";

/** The model as people should read it. */
export function modelName({ spec, status }: Pick<ListedSession, "spec" | "status">, seen?: string): string {
  const name = status.model ?? seen ?? spec.model;
  return name.startsWith("offline") && !name.includes("(") ? "offline model (no AI)" : name || OFFLINE;
}

/** Tokens of all kinds together. */
export const tokensOf = ({ usage }: ListedSession["status"]): number | undefined =>
  usage && usage.input + usage.output + usage.cacheRead + usage.cacheWrite;
