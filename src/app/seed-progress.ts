import type {
  Operation,
  OperationStep,
  SeedRef,
  SeedResult,
  SeedSources,
  SeedStepId,
  StepRepo,
  StepState,
} from "#domain/operation.ts";
import { isProblem, type Problem, problemDocument } from "#domain/problem.ts";
import type { OperationStore } from "#ports/object-store.ts";

type Status = Operation["status"];

/** Thrown inside a seeding that was cancelled before its first push. */
export class SeedCancelled extends Error {}

const MAX_DETAIL = 2_000;
const MAX_LOG_LINES = 200;

/**
 * The live state of one seeding. Its only writer: people see each step as it happens, and many quick steps are one write.
 */
export class SeedProgress {
  readonly #operations: OperationStore;
  readonly #now: () => Date;
  #operation: Operation;
  #status: Status;
  #writing: Promise<void> | undefined;
  #isDirty = false;
  #isCancelled = false;

  /** Starts over at the first step, whatever an earlier run of this operation reached. */
  constructor(operations: OperationStore, operation: Operation, now: () => Date) {
    this.#operations = operations;
    this.#now = now;
    this.#operation = operation;
    const steps = operation.status.steps.map(({ id, title }) => ({ id, title, ...untouched }));
    this.#status = { ...operation.status, state: "running", steps };
  }

  /** Undefined until the first look at the branch. */
  get branchExisted(): boolean | undefined {
    return this.#status.branchExisted;
  }

  /** The branches of this seeding, with what became of each. */
  get refs(): readonly SeedRef[] {
    return this.#status.refs ?? [];
  }

  start(...ids: SeedStepId[]): void {
    for (const id of ids) this.#step(id, (step) => ({ ...step, state: "running", startedAt: this.#time() }));
  }

  /** One more line in the log of a step. */
  note(id: SeedStepId, text: string): void {
    const line = { time: this.#time(), text: text.slice(0, MAX_DETAIL) };
    this.#step(id, (step) => ({ ...step, log: [...(step.log ?? []), line].slice(-MAX_LOG_LINES) }));
  }

  /** What a step came to in one repository. */
  repo(id: SeedStepId, url: string, state: StepState, detail: string): void {
    const entry: StepRepo = { url, state, detail: detail.slice(0, MAX_DETAIL) };
    this.#step(id, ({ repos = [], ...step }) => ({
      ...step,
      repos: repos.some((repo) => repo.url === url)
        ? repos.map((repo) => (repo.url === url ? entry : repo))
        : [...repos, entry],
    }));
    if (state !== "running") this.note(id, `${url}: ${detail}`);
  }

  /** Where the files came from. */
  found(sources: SeedSources): void {
    this.#change({ sources: { ...this.#status.sources, ...sources } });
  }

  /** Writes down which branches are about to be touched; stored by the `commit` that follows. */
  plan(refs: readonly SeedRef[]): void {
    this.#change({ refs: [...refs] });
  }

  /** What became of one branch. */
  became(url: string, state: SeedRef["state"], to?: string): void {
    const refs = this.refs.map((ref) => (ref.url === url ? { ...ref, state, to: to ?? ref.to } : ref));
    this.#change({ refs });
  }

  finish(id: SeedStepId, state: StepState, detail: string): void {
    this.#step(id, (step) => ({
      ...step,
      state,
      startedAt: step.startedAt ?? this.#time(),
      finishedAt: this.#time(),
      detail: detail.slice(0, MAX_DETAIL),
    }));
    if (detail !== "") this.note(id, detail);
  }

  foundBranch(existed: boolean): void {
    this.#change({ branchExisted: this.#status.branchExisted ?? existed });
  }

  /** From here on it cannot be cancelled; a cancel that came first wins. */
  async commit(): Promise<void> {
    if (!this.#status.cancellable) return;
    this.#change({ cancellable: false });
    await this.flush();
  }

  async succeed(result: SeedResult): Promise<Operation> {
    return this.#end({ state: "succeeded", result, error: null });
  }

  async fail(problem: Problem): Promise<Operation> {
    this.#closeSteps("failed", problem.message);
    const error = problemDocument(problem);
    return this.#end({ state: "failed", error: { ...error, operationId: this.#operation.metadata.name } });
  }

  async cancel(): Promise<Operation> {
    this.#closeSteps("skipped", "Cancelled.");
    return this.#end({ state: "cancelled" });
  }

  /** Returns when what was told so far is stored. Throws SeedCancelled when the operation was cancelled in time. */
  async flush(): Promise<void> {
    while (this.#isDirty || this.#writing) {
      this.#writing ??= this.#write().finally(() => {
        this.#writing = undefined;
      });
      await this.#writing;
    }
  }

  #step(id: SeedStepId, change: (step: OperationStep) => OperationStep): void {
    this.#change({ steps: this.#status.steps.map((step) => (step.id === id ? change(step) : step)) });
  }

  /** The step that was under way failed; those beside and after it were not done. */
  #closeSteps(state: StepState, detail: string): void {
    let isTold = this.#status.steps.some((step) => step.state === "failed");
    for (const { id, state: current } of this.#status.steps) {
      if (current === "running") this.finish(id, isTold ? "skipped" : state, isTold ? "" : detail);
      if (current === "running") isTold = true;
      if (current === "pending") this.#step(id, (step) => ({ ...step, state: "skipped" }));
    }
  }

  #change(change: Partial<Status>): void {
    this.#status = { ...this.#status, ...change };
    this.#isDirty = true;
    // Progress is for watching: a write that fails here fails again, and counts, at the next flush.
    this.flush().catch(() => {});
  }

  async #end(change: Partial<Status>): Promise<Operation> {
    // A write that is under way may be refused for a reason that no longer counts.
    await this.#writing?.catch(() => {});
    this.#status = { ...this.#status, ...change, cancellable: false };
    this.#isDirty = true;
    await this.flush();
    return this.#operation;
  }

  async #write(): Promise<void> {
    // Whoever changes the status during this turn is part of this write.
    await Promise.resolve();
    const status = this.#status;
    if (this.#isCancelled && status.state === "running") throw new SeedCancelled("cancelled");
    this.#isDirty = false;
    try {
      this.#operation = await this.#operations.update({ ...this.#operation, status });
    } catch (error) {
      this.#isDirty = true;
      if (!isProblem(error, "stale-write")) throw error;
      await this.#readAgain();
    }
  }

  /** Only a cancel writes beside us. */
  async #readAgain(): Promise<void> {
    const { project, name } = this.#operation.metadata;
    const stored = await this.#operations.get({ project, name });
    if (stored === undefined) throw new SeedCancelled("the operation is gone");
    this.#isCancelled = stored.spec.cancel && this.#operation.status.cancellable;
    this.#operation = stored;
  }

  #time(): string {
    return this.#now().toISOString();
  }
}

const untouched = { state: "pending", startedAt: null, finishedAt: null, detail: "" } as const;
