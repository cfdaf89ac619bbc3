import { repositoryName } from "#domain/repo-url.ts";
import type { SessionPhase, SessionRepoStatus } from "#domain/session.ts";
import { duration, oneLine, plainText, shortSha } from "./plain-text.ts";
import { factLines } from "./table.ts";
import type { Paint, Style } from "./terminal.ts";

/** What these lines need of a session as the API shows it. */
export interface SessionFacts {
  name: string;
  metadata: { rfeWorkflow?: string | undefined; rfePhase?: string | undefined; createdBy: string; createdAt: string };
  spec: {
    prompt: string;
    model: string;
    timeout: number;
    displayName?: string | undefined;
    repos: { input: { url: string; branch: string }; output?: { targetBranch: string } | undefined }[];
    mainRepoIndex: number;
  };
  status: {
    phase: SessionPhase;
    message: string;
    results: string | null;
    startTime: string | null;
    completionTime: string | null;
    repos: SessionRepoStatus[];
    model?: string | undefined;
    num_turns?: number | undefined;
    total_cost_usd?: number | undefined;
  };
}

const styles: Record<SessionPhase, Style> = {
  Pending: "dim",
  Creating: "cyan",
  Running: "cyan",
  Stopping: "yellow",
  Completed: "green",
  Failed: "red",
  Stopped: "yellow",
  Error: "red",
};

export const phaseText = (phase: SessionPhase, paint: Paint): string => paint(styles[phase], phase);

/** How long it ran, or has run so far. */
export function runTime({ status }: Pick<SessionFacts, "status">, now: Date): string {
  if (status.startTime === null) return "";
  const end = status.completionTime === null ? now.getTime() : Date.parse(status.completionTime);
  return duration(end - Date.parse(status.startTime));
}

const nameOf = (url: string): string => {
  try {
    return repositoryName(url);
  } catch {
    // A foreign server may show URLs that this version does not understand.
    return plainText(url);
  }
};

/** What became of the repositories that were written to. */
export function repoLines(repos: readonly SessionRepoStatus[], paint: Paint): string[] {
  return repos.flatMap((repo) => {
    const name = nameOf(repo.url);
    if (repo.error !== null) {
      const kept = repo.rescueRef === undefined ? "" : ` The work is kept on ${plainText(repo.rescueRef)}.`;
      return [`${paint("red", "✗")} ${name}: ${plainText(repo.error)}${kept}`];
    }
    if (!repo.pushed || repo.commitSha === null) return [];
    const lines =
      repo.total_added === undefined ? "" : paint("dim", `  +${repo.total_added} −${repo.total_removed ?? 0} lines`);
    return [`${paint("green", "◆")} ${name} ${paint("yellow", shortSha(repo.commitSha))} pushed${lines}`];
  });
}

/** A session as `show` prints it. */
export function sessionLines(session: SessionFacts, now: Date, paint: Paint): string[] {
  const { metadata, spec, status } = session;
  const cost = status.total_cost_usd === undefined ? undefined : `$${status.total_cost_usd.toFixed(2)}`;
  const repos = spec.repos.map(({ input, output }, index) => {
    const access = output === undefined ? "read-only" : "writable";
    const main = index === spec.mainRepoIndex ? ", working directory" : "";
    return ["repository", `${input.url} ${paint("dim", `${input.branch}, ${access}${main}`)}`] as const;
  });
  const facts = factLines(
    [
      ["session", session.name],
      ["rfe", metadata.rfeWorkflow],
      ["phase", metadata.rfePhase],
      ["state", `${phaseText(status.phase, paint)} ${plainText(status.message)}`.trimEnd()],
      ["model", plainText(status.model ?? spec.model)],
      ["time", runTime(session, now)],
      ["turns", status.num_turns === undefined ? undefined : String(status.num_turns)],
      ["cost", cost],
      ...repos,
      ["prompt", oneLine(spec.prompt, 90)],
    ],
    paint,
  );
  const results =
    status.results === null || status.results === "" ? [] : ["", ...plainText(status.results).split("\n")];
  return [...facts, ...repoLines(status.repos, paint), ...results];
}
