import type { SessionEvent } from "#domain/session-event.ts";
import { type Block, BlockList } from "./session-block.ts";

export type LogState =
  | { kind: "loading" }
  /** Everything that will ever come is here. */
  | { kind: "ended" }
  | { kind: "live" }
  | { kind: "reconnecting"; since: number }
  | { kind: "failed"; error: unknown };

/** The log as a view sees it; a new object after each change, though the rows grow in place. */
export interface LogView {
  blocks: readonly Block[];
  /** Changes when rows came before the others, and all places with them. */
  epoch: number;
  firstSeq: number;
  lastSeq: number;
  state: LogState;
  /** How much of what came before is loaded, 0 to 1. */
  loaded: number;
  facts: LogFacts;
}

/** What the log tells about its session before the session does. */
export interface LogFacts {
  /** How often its status changed; each time the session itself is worth a look. */
  statuses: number;
  turns: number;
  /** Rows that tell of git. */
  commits: number;
  model: string | undefined;
}

const noFacts: LogFacts = { statuses: 0, turns: 0, commits: 0, model: undefined };

function withEvent(facts: LogFacts, event: SessionEvent): LogFacts {
  switch (event.type) {
    case "status":
    case "result.message":
    case "log.end":
      return { ...facts, statuses: facts.statuses + 1 };
    case "agent.running":
      return { ...facts, model: event.payload.model };
    case "git":
      return { ...facts, commits: facts.commits + 1 };
    case "agent.message":
      return { ...facts, turns: facts.turns + 1 };
    default:
      return facts;
  }
}

/** When to draw next, given how many events there are. */
export type Schedule = (events: number, draw: () => void) => void;

/** The events of one session in this browser, as rows. Changes are gathered and shown together. */
export class SessionLog {
  readonly #listeners = new Set<() => void>();
  readonly #schedule: Schedule;
  #events: SessionEvent[] = [];
  #list = new BlockList();
  #epoch = 0;
  #loaded = 0;
  #facts = noFacts;
  #state: LogState = { kind: "loading" };
  #isScheduled = false;
  #view: LogView;

  constructor(schedule: Schedule) {
    this.#schedule = schedule;
    this.#view = this.#look();
  }

  get firstSeq(): number {
    return this.#events[0]?.seq ?? 0;
  }

  get lastSeq(): number {
    return this.#events.at(-1)?.seq ?? 0;
  }

  get events(): readonly SessionEvent[] {
    return this.#events;
  }

  /** Later events; those that are here already are left out, since a stream repeats when it resumes. */
  append(events: readonly SessionEvent[]): void {
    for (const event of events) {
      if (this.#events.length > 0 && event.seq <= this.lastSeq) continue;
      this.#events.push(event);
      this.#list.add(event);
      this.#facts = withEvent(this.#facts, event);
      if (event.type === "log.end") this.#state = { kind: "ended" };
    }
    this.#change();
  }

  /** Earlier events. Rows are made anew, because calls and their results find each other only now. */
  prepend(events: readonly SessionEvent[]): void {
    const first = this.firstSeq || Number.POSITIVE_INFINITY;
    const earlier = events.filter(({ seq }) => seq < first);
    if (earlier.length === 0) return;
    this.#events = [...earlier, ...this.#events];
    this.#list = new BlockList();
    for (const event of this.#events) this.#list.add(event);
    this.#facts = this.#events.reduce(withEvent, noFacts);
    this.#epoch++;
    this.#change();
  }

  /** The server no longer knows what we have: begin again. */
  clear(): void {
    this.#events = [];
    this.#list = new BlockList();
    this.#facts = noFacts;
    this.#epoch++;
    this.#change();
  }

  setState(state: LogState): void {
    // Once the log has ended, no stream has anything to add.
    if (this.#state.kind === "ended" && state.kind !== "failed") return;
    this.#state = state;
    this.#change();
  }

  setLoaded(loaded: number): void {
    this.#loaded = loaded;
    this.#change();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly view = (): LogView => this.#view;

  #change(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#schedule(this.#events.length, () => {
      this.#isScheduled = false;
      this.#view = this.#look();
      for (const listener of this.#listeners) listener();
    });
  }

  #look(): LogView {
    return {
      blocks: this.#list.blocks,
      epoch: this.#epoch,
      firstSeq: this.firstSeq,
      lastSeq: this.lastSeq,
      state: this.#state,
      loaded: this.#loaded,
      facts: this.#facts,
    };
  }
}
