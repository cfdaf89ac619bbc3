import type { PhaseCard, PhaseState } from "#domain/rfe-phase.ts";
import { plainText, shortSha } from "./plain-text.ts";
import type { Paint, Style } from "./terminal.ts";

export interface BoardView {
  phase: string;
  progress: number;
  phases: readonly PhaseCard[];
  tasks?: { total: number; done: number } | undefined;
}

const looks: Record<PhaseState, { mark: string; style: Style; words: string }> = {
  "not-started": { mark: "○", style: "dim", words: "not yet" },
  blocked: { mark: "○", style: "dim", words: "blocked" },
  running: { mark: "◐", style: "cyan", words: "being written" },
  waiting: { mark: "◐", style: "yellow", words: "waiting for you" },
  failed: { mark: "✗", style: "red", words: "failed" },
  completed: { mark: "●", style: "green", words: "in git" },
  outdated: { mark: "●", style: "yellow", words: "outdated" },
};

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

function remarks(card: PhaseCard, tasks: BoardView["tasks"]): string {
  const isDone = card.state === "completed" || card.state === "outdated";
  const parts = [
    isDone && card.path !== null ? plainText(card.path) : "",
    isDone && card.commitSha !== null ? shortSha(card.commitSha) : "",
    card.state === "blocked" ? `needs ${card.blockedBy.map(plainText).join(", ")}` : "",
    card.openQuestions > 0 ? plural(card.openQuestions, "open question") : "",
    card.phase === "implement" && tasks !== undefined && tasks.total > 0 ? `${tasks.done} of ${tasks.total} tasks` : "",
    card.state === "running" || card.state === "failed" ? (card.session ?? "") : "",
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

/** The five phases, as git says they stand: solid is in git, dashed is not yet, half is being written. */
export function boardLines(board: BoardView, paint: Paint): string[] {
  const rows = board.phases.map((card) => {
    const { mark, style, words } = looks[card.state];
    const name = card.phase === board.phase ? paint("bold", card.phase.padEnd(10)) : card.phase.padEnd(10);
    return `  ${paint(style, mark)} ${name} ${paint(style, words.padEnd(15))} ${paint("dim", remarks(card, board.tasks))}`.trimEnd();
  });
  const legend = paint("dim", "● in git   ○ not yet   ◐ being written");
  return [...rows, "", `  ${board.progress} % · now at ${paint("bold", board.phase)}   ${legend}`];
}
