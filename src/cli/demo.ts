import type { PhaseRfe } from "#domain/phase-session.ts";
import { type BoardPhase, boardPhases } from "#domain/rfe-phase.ts";
import { furtherLines, tellBranches } from "./demo-closing.ts";
import type { DemoDeps } from "./demo-deps.ts";
import { type PhaseReport, runPhase } from "./demo-phase.ts";
import { makeProject, makeRfe } from "./demo-setup.ts";
import { CommandFailure } from "./exit-code.ts";
import { duration } from "./plain-text.ts";
import { seed, seedLines } from "./rfe-seed.ts";
import { indented, onStandardError, type Terminal } from "./terminal.ts";

export interface DemoReport {
  /** True only if every phase truly completed: the session, and what it should have left in git. */
  isComplete: boolean;
  rfe: string;
  branchName: string;
  phases: PhaseReport[];
  durationMs: number;
}

const chapters: Record<BoardPhase, [title: string, about: string]> = {
  specify: ["Specify", "An agent writes spec.md: what is wanted and why, nothing about how."],
  plan: ["Plan", "An agent reads the spec and the code, and writes plan.md: how it could be built."],
  tasks: ["Tasks", "An agent breaks the plan down: tasks.md, small enough to implement one by one."],
  implement: ["Implement", "An agent does the first task in the backend repository: code, tests, and a test run."],
  review: ["Review", "An agent reads everything with a critical eye. It may not write anything."],
};

/** An RFE from title to reviewed branch, told while it happens, driven through the public API only. */
export async function runDemo(deps: DemoDeps): Promise<DemoReport> {
  const terminal = deps.isJson ? onStandardError(deps.terminal) : deps.terminal;
  const begin = deps.now().getTime();
  const body = indented(terminal, 3);
  opening(deps, terminal);
  let number = 0;
  const chapter = (title: string, about: string) => {
    number += 1;
    terminal.print("", `${terminal.paint(["bold", "cyan"], String(number))}  ${terminal.paint("bold", title)}`);
    body.print(terminal.paint("dim", about), "");
  };

  chapter("A project and two repositories", "Real git repositories, hosted by this server over smart HTTP.");
  const { project, urls } = await makeProject(deps, body);
  chapter("A feature request", "Somebody wants something. This is all that vteam is told.");
  const rfe = await makeRfe(deps, body, project, urls);
  chapter(
    "Seed",
    "Commands, templates and agents go onto a feature branch; the backend gets a branch of the same name.",
  );
  const isSeeded = await tellSeeding(deps, body, project, rfe.id);
  const phases = isSeeded ? await allPhases(deps, body, { project, rfe }, chapter) : [];

  const isComplete = phases.length === boardPhases.length && phases.every((phase) => phase.isComplete);
  if (isSeeded) {
    chapter("What is on the branch", "Any git client sees exactly this.");
    await tellBranches(deps, body, { project, rfe });
  }
  const durationMs = deps.now().getTime() - begin;
  const report = { isComplete, rfe: rfe.id, branchName: rfe.branchName, phases, durationMs };
  closing(deps, terminal, report, { project, rfe });
  if (deps.isJson) deps.terminal.print(JSON.stringify(report, null, 2));
  return report;
}

function opening({ url, hasKey }: DemoDeps, terminal: Terminal): void {
  const { paint } = terminal;
  const model = hasKey
    ? `Claude, with your ANTHROPIC_API_KEY ${paint("dim", "(this costs a little money)")}`
    : `offline model (no AI) ${paint("dim", "its words follow a script; the agent, its tools and git are real")}`;
  terminal.print(
    "",
    `${paint(["bold", "magenta"], "vteam demo")}  ${paint("dim", "an RFE, from title to reviewed branch")}`,
    "",
    `   server  ${url}`,
    `   model   ${model}`,
  );
}

async function tellSeeding(deps: DemoDeps, terminal: Terminal, project: string, id: string): Promise<boolean> {
  const { client, now } = deps;
  const operation = await seed({ client, terminal, now, isJson: false }, { project, id }, {});
  terminal.print(...seedLines(operation, terminal.paint));
  return operation.state === "succeeded";
}

async function allPhases(
  deps: DemoDeps,
  terminal: Terminal,
  where: { project: string; rfe: PhaseRfe },
  chapter: (title: string, about: string) => void,
): Promise<PhaseReport[]> {
  const reports: PhaseReport[] = [];
  for (const phase of boardPhases) {
    if (deps.signal.aborted) throw new CommandFailure("interrupted", "The demo was interrupted.");
    chapter(...chapters[phase]);
    const report = await runPhase(deps, terminal, where, phase);
    reports.push(report);
    // Every phase builds on the one before.
    if (!report.isComplete) break;
  }
  return reports;
}

function closing(
  deps: DemoDeps,
  terminal: Terminal,
  report: DemoReport,
  where: { project: string; rfe: PhaseRfe },
): void {
  const { paint } = terminal;
  const cost = report.phases.reduce((sum, { costUsd }) => sum + costUsd, 0);
  const done = report.phases.filter(({ isComplete }) => isComplete).map(({ phase }) => phase);
  const facts = `${duration(report.durationMs)}, ${report.phases.length} sessions, $${cost.toFixed(2)}`;
  const verdict = report.isComplete
    ? paint(["bold", "green"], `✓ All five phases are complete: ${facts}.`)
    : paint(["bold", "red"], `✗ Not every phase completed. Done: ${done.join(", ") || "none"}. ${facts}.`);
  terminal.print("", verdict, "");
  if (deps.isStaying) indented(terminal, 3).print(...furtherLines(deps, where, paint));
  else if (deps.isKept)
    terminal.print(`   Everything is kept in ${deps.dataDirectory}: vteam up --data-dir ${deps.dataDirectory}`);
  else
    terminal.print(
      paint("dim", "   Run it without --exit to look around afterwards, or with --keep to keep the repositories."),
    );
}
