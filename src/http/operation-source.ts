import { type OperationView, operationView } from "#app/operations.ts";
import { isOperationOver, type Operation } from "#domain/operation.ts";
import type { OperationStore } from "#ports/object-store.ts";
import { encodeEvent, type Frame, type FrameSource } from "./event-frame.ts";

const viewFrame = (operation: Operation, position: number): Frame => {
  const data: OperationView = operationView(operation);
  const id = operation.metadata.resourceVersion;
  return { position, bytes: encodeEvent({ id, type: "operation", data }), isLast: isOperationOver(operation) };
};

/** The states of one operation as they come; a slow reader sees the latest. Ends with the operation. */
export class OperationSource implements FrameSource {
  readonly #stop = new AbortController();
  #frame: Frame;
  #listener: (() => void) | undefined;

  constructor(operations: OperationStore, operation: Operation) {
    this.#frame = viewFrame(operation, 1);
    void this.#follow(operations, operation);
  }

  after(position: number): readonly Frame[] {
    return this.#frame.position > position ? [this.#frame] : [];
  }

  onMore(listener: () => void): () => void {
    this.#listener = listener;
    return () => this.#stop.abort();
  }

  async #follow(operations: OperationStore, { metadata }: Operation): Promise<void> {
    const since = { since: metadata.resourceVersion, project: metadata.project };
    try {
      for await (const { kind, object } of operations.watch(since, this.#stop.signal)) {
        if (object.metadata.name !== metadata.name) continue;
        const next = viewFrame(object, this.#frame.position + 1);
        this.#frame = kind === "deleted" ? { ...next, isLast: true } : next;
        this.#listener?.();
      }
    } catch {
      // An aborted watch is how a reader leaves; after anything else the reader comes back and looks again.
      this.#frame = { ...this.#frame, position: this.#frame.position + 1, isLast: true };
      this.#listener?.();
    }
  }
}
