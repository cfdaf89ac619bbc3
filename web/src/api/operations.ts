import { type QueryClient, queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { InferResponseType } from "hono/client";
import { useEffect } from "react";
import { followEvents } from "#web/live/event-stream.ts";
import { client, within } from "./client.ts";
import { keys } from "./keys.ts";

const one = client.api.projects[":project"].operations[":op"];

export type Operation = InferResponseType<typeof one.$get, 200>;
export type OperationStep = Operation["steps"][number];

export interface OperationKey {
  project: string;
  op: string;
}

const isOver = ({ state }: Pick<Operation, "state">): boolean =>
  state === "succeeded" || state === "failed" || state === "cancelled";

const operationQuery = ({ project, op }: OperationKey) =>
  queryOptions({
    queryKey: keys.operation(project, op),
    enabled: op !== "",
    queryFn: async ({ signal }) => (await one.$get({ param: { project, op } }, within(signal))).json(),
  });

/** The connection of the project tells how it is; this one only brings steps. */
const quiet = { onOpen: () => {}, onHeard: () => {}, onDown: () => {} };

/** Follows an operation to its end; what it comes to makes the answers about its workflow old. */
function followOperation(queries: QueryClient, { project, op }: OperationKey, signal: AbortSignal): void {
  void followEvents({
    url: one.events.$url({ param: { project, op } }).pathname,
    signal,
    ...quiet,
    onEvent: ({ event, data }) => {
      if (event !== "operation") return;
      const operation = JSON.parse(data) as Operation;
      queries.setQueryData(operationQuery({ project, op }).queryKey, operation);
      if (!isOver(operation)) return;
      void queries.invalidateQueries({ queryKey: keys.rfe(project, operation.workflow) });
      void queries.invalidateQueries({ queryKey: keys.rfes(project) });
    },
  });
}

/** One stream for each operation, however many parts of the page show it. */
const followed = new Map<string, { readers: number; left: AbortController }>();

function join(queries: QueryClient, key: OperationKey): () => void {
  const name = `${key.project}/${key.op}`;
  const stream = followed.get(name) ?? { readers: 0, left: new AbortController() };
  if (stream.readers === 0) followOperation(queries, key, stream.left.signal);
  followed.set(name, stream);
  stream.readers += 1;
  return () => {
    stream.readers -= 1;
    if (stream.readers > 0) return;
    stream.left.abort();
    followed.delete(name);
  };
}

/** An operation, step by step as it happens: the page reads it once and then follows its event stream to the end. */
export function useOperation(key: OperationKey) {
  const queries = useQueryClient();
  const query = useQuery(operationQuery(key));
  const { project, op } = key;
  const isLive = query.data !== undefined && !isOver(query.data);
  useEffect(() => (isLive ? join(queries, { project, op }) : undefined), [project, op, isLive, queries]);
  return query;
}

export const useCancelOperation = ({ project, op }: OperationKey) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async () => (await one.cancel.$post({ param: { project, op } })).json(),
    onSuccess: (operation) => queries.setQueryData(operationQuery({ project, op }).queryKey, operation),
  });
};
