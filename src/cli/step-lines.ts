import type { OperationStep, StepState } from "#domain/operation.ts";
import { duration, oneLine } from "./plain-text.ts";
import type { Paint, Style, Terminal } from "./terminal.ts";

const marks: Record<StepState, { mark: string; style: Style }> = {
  pending: { mark: "○", style: "dim" },
  running: { mark: "◐", style: "cyan" },
  done: { mark: "✓", style: "green" },
  skipped: { mark: "–", style: "dim" },
  failed: { mark: "✗", style: "red" },
};

type Step = Pick<OperationStep, "id" | "title" | "state" | "startedAt" | "finishedAt" | "detail" | "repos" | "log">;

/** One step of an operation, with the time it took or has taken so far. */
export function stepLine(step: Step, now: Date, paint: Paint, width: number): string {
  const { mark, style } = marks[step.state];
  const until = step.finishedAt === null ? now.getTime() : Date.parse(step.finishedAt);
  const time = step.startedAt === null ? "" : duration(until - Date.parse(step.startedAt));
  const title = `${paint(style, mark)} ${step.title.padEnd(54)} ${paint("dim", time.padStart(7))}`;
  const room = width - 68;
  const detail = step.detail === "" || room < 12 ? "" : `  ${paint("dim", oneLine(step.detail, room))}`;
  return `${title}${detail}`;
}

/** What a step came to in each repository, and what else it noted, below its line. */
function detailLines({ repos = [], log = [], detail }: Step, paint: Paint, width: number): string[] {
  const { mark, style } = { mark: "·", style: "dim" } as const;
  const told = repos.map((repo) => {
    const own = marks[repo.state];
    return `    ${paint(own.style, own.mark)} ${oneLine(`${repo.url}: ${repo.detail}`, width - 6)}`;
  });
  const isTold = (text: string) => text === detail || repos.some((repo) => text === `${repo.url}: ${repo.detail}`);
  const notes = log.filter(({ text }) => !isTold(text));
  return [...told, ...notes.map(({ text }) => `    ${paint(style, mark)} ${paint("dim", oneLine(text, width - 6))}`)];
}

const isOver = (step: Step): boolean => !["pending", "running"].includes(step.state);

/** Tells the steps of an operation as they happen: each once it is over, and the running one with its clock. */
export class StepTicker {
  readonly #terminal: Terminal;
  readonly #now: () => Date;
  readonly #told = new Set<string>();
  readonly #clock: NodeJS.Timeout | undefined;
  readonly #isDetailed: boolean;
  #steps: readonly Step[] = [];

  /** `isDetailed`: every repository and every note of a step as well. */
  constructor(terminal: Terminal, now: () => Date, isDetailed = false) {
    this.#terminal = terminal;
    this.#isDetailed = isDetailed;
    this.#now = now;
    if (terminal.isLive) this.#clock = setInterval(() => this.#noteRunning(), 100);
  }

  /** Takes in the latest state of all steps. Told in their order, although some are over before those above them. */
  show(steps: readonly Step[]): void {
    this.#steps = steps;
    const open = steps.findIndex((step) => !isOver(step));
    this.#tell(open === -1 ? steps : steps.slice(0, open));
    this.#noteRunning();
  }

  close(): void {
    clearInterval(this.#clock);
    this.#tell(this.#steps.filter(isOver));
    this.#terminal.note("");
  }

  #tell(steps: readonly Step[]): void {
    const { paint, isLive } = this.#terminal;
    // A file or a pipe has room for everything.
    const width = isLive ? this.#terminal.width : Number.POSITIVE_INFINITY;
    for (const step of steps) {
      if (this.#told.has(step.id)) continue;
      this.#told.add(step.id);
      this.#terminal.print(`  ${stepLine(step, this.#now(), paint, width - 2)}`);
      if (this.#isDetailed) this.#terminal.print(...detailLines(step, paint, width - 2));
    }
  }

  #noteRunning(): void {
    const running = this.#steps.find((step) => step.state === "running");
    const { paint, width } = this.#terminal;
    this.#terminal.note(running === undefined ? "" : `  ${stepLine(running, this.#now(), paint, width - 2)}`);
  }
}
