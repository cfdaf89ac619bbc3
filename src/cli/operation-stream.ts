import * as z from "zod";
import { OperationState, OperationStep, SeedResult, StoredProblem } from "#domain/operation.ts";
import type { Client } from "#http/client.ts";
import { answerOf } from "./answer.ts";
import { serverEvents } from "./event-stream.ts";

/** What these commands need of an operation as the API shows it. */
const OperationFacts = z.looseObject({
  id: z.string(),
  state: OperationState,
  steps: z.array(z.looseObject(OperationStep.shape)),
  result: z.looseObject(SeedResult.shape).nullable(),
  error: StoredProblem.nullable(),
});
export type OperationFacts = z.infer<typeof OperationFacts>;

const isOver = ({ state }: OperationFacts): boolean => state !== "queued" && state !== "running";

/** Waits until an operation is over, telling each change. Needs no polling: the server says when something changed. */
export async function followOperation(
  client: Client,
  param: { project: string; op: string },
  onChange: (operation: OperationFacts) => void,
): Promise<OperationFacts> {
  const operations = client.api.projects[":project"].operations[":op"];
  const open = (last: string | undefined, signal: AbortSignal) =>
    operations.events.$get(
      { param },
      { headers: last === undefined ? {} : { "Last-Event-ID": last }, init: { signal } },
    );
  for await (const { data } of serverEvents(open)) {
    const parsed = OperationFacts.safeParse(JSON.parse(data));
    // Whatever an event says, the operation itself is the truth.
    const operation = parsed.success ? parsed.data : OperationFacts.parse(await answerOf(operations.$get({ param })));
    onChange(operation);
    if (isOver(operation)) return operation;
  }
  return OperationFacts.parse(await answerOf(operations.$get({ param })));
}
