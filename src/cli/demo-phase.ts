import { type PhaseRfe, phaseSession } from "#domain/phase-session.ts";
import type { BoardPhase } from "#domain/rfe-phase.ts";
import { answerOf } from "./answer.ts";
import { chooseTask } from "./choose-task.ts";
import type { DemoDeps } from "./demo-deps.ts";
import { type Evidence, evidenceOf } from "./demo-evidence.ts";
import { Transcript } from "./event-lines.ts";
import { CommandFailure } from "./exit-code.ts";
import { duration, firstLines } from "./plain-text.ts";
import { sessionEvents } from "./session-events.ts";
import { indented, type Terminal } from "./terminal.ts";

export interface PhaseReport {
  phase: BoardPhase;
  session: string;
  state: string;
  isComplete: boolean;
  evidence: Evidence;
  durationMs: number;
  costUsd: number;
}

/** Takes one phase from the request to the evidence that it is done, and tells what happens meanwhile. */
export async function runPhase(
  deps: DemoDeps,
  terminal: Terminal,
  where: { project: string; rfe: PhaseRfe },
  phase: BoardPhase,
): Promise<PhaseReport> {
  const { client, now, signal } = deps;
  const { project, rfe } = where;
  const sessions = client.api.projects[":project"]["agentic-sessions"];
  const begin = now().getTime();
  const task = phase === "implement" ? await chooseTask(client, project, rfe) : undefined;
  const json = phaseSession(phase, rfe, { task });
  const { name } = await answerOf(sessions.$post({ param: { project }, json }));
  const { paint, width } = terminal;
  terminal.print(paint("dim", `${name}  ${deps.url}/api/projects/${project}/agentic-sessions/${name}`));
  terminal.print(...firstLines(json.prompt, width - 2, 3).map((line) => paint("cyan", `› ${line}`)));
  await tellSession(deps, terminal, { project, name });
  if (signal.aborted) throw new CommandFailure("interrupted", "The demo was interrupted.");

  const session = await answerOf(sessions[":name"].$get({ param: { project, name } }));
  const evidence = await evidenceOf(phase, { client, ...where }, session);
  const durationMs = now().getTime() - begin;
  const isComplete = evidence.missing.length === 0;
  tellEvidence(terminal, evidence, durationMs);
  const costUsd = session.status.total_cost_usd ?? 0;
  return { phase, session: name, state: session.status.phase, isComplete, evidence, durationMs, costUsd };
}

async function tellSession(deps: DemoDeps, terminal: Terminal, key: { project: string; name: string }): Promise<void> {
  const log = indented(terminal, 2);
  const transcript = new Transcript(log.paint, log.width);
  for await (const event of sessionEvents(deps.client, key, deps.signal)) {
    // What the agent is sent repeats what the reader has just seen.
    if (event.type !== "user.message") log.print(...transcript.lines(event));
  }
}

function tellEvidence(terminal: Terminal, { found, missing }: Evidence, durationMs: number): void {
  const { paint } = terminal;
  const time = paint("dim", ` · ${duration(durationMs)}`);
  const good = found.map((line, index) => `${paint("green", "✓")} ${line}${index === found.length - 1 ? time : ""}`);
  terminal.print(...good, ...missing.map((line) => `${paint("red", "✗")} ${line}`));
}
