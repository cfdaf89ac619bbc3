import { hashKey, type QueryClient, type QueryKey, useQueryClient } from "@tanstack/react-query";
import { useLayoutEffect } from "react";
import { keys } from "#web/api/keys.ts";
import { connection } from "./connection.ts";
import { followEvents } from "./event-stream.ts";
import { parseNews, touched } from "./news.ts";
import { PollingFallback } from "./polling-fallback.ts";

/** Several news within this time are one refresh. */
const GATHER_MS = 200;
/** A browser has six connections to a server: a tab that nobody looks at gives its own back. */
const HIDDEN_MS = 20_000;

/** Gathers what news make old, and has it asked for again: at once what is on the screen, the rest when it is opened. */
class Refresher {
  readonly #queries: QueryClient;
  readonly #old = new Map<string, QueryKey>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(queries: QueryClient) {
    this.#queries = queries;
  }

  add(old: readonly QueryKey[]): void {
    for (const key of old) this.#old.set(hashKey(key), key);
    this.#timer ??= setTimeout(() => this.#refresh(), GATHER_MS);
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #refresh(): void {
    this.#timer = undefined;
    const old = [...this.#old.values()];
    this.#old.clear();
    for (const queryKey of old) void this.#queries.invalidateQueries({ queryKey });
  }
}

/** Follows one project: news make answers old, silence makes the page poll. Returns how to stop. */
function follow(queries: QueryClient, project: string, lastEventId: { id: string | undefined }): () => void {
  const stop = new AbortController();
  const refresher = new Refresher(queries);
  const everything = [keys.project(project), keys.projects()];
  const fallback = new PollingFallback(queries, everything);
  let isFirst = lastEventId.id === undefined;
  const onOpen = (): void => {
    connection.heard();
    connection.become("connected");
    fallback.end();
    // Between the page's first answers and this stream something may have happened.
    if (isFirst) invalidateOlder(queries, everything, Date.now());
    isFirst = false;
  };
  void followEvents({
    url: `/api/projects/${encodeURIComponent(project)}/events`,
    lastEventId: lastEventId.id,
    signal: stop.signal,
    onOpen,
    onHeard: () => connection.heard(),
    onEvent: ({ id, event, data }) => {
      lastEventId.id = id ?? lastEventId.id;
      const news = event === "change" ? parseNews(data) : undefined;
      refresher.add(event === "reset" ? everything : news === undefined ? [] : touched(project, news));
    },
    onDown: () => {
      connection.become("reconnecting");
      fallback.start();
    },
  });
  return () => {
    stop.abort();
    refresher.end();
    fallback.end();
  };
}

/** What is being asked right now is new enough. */
function invalidateOlder(queries: QueryClient, prefixes: readonly QueryKey[], time: number): void {
  for (const queryKey of prefixes)
    void queries.invalidateQueries(
      { queryKey, predicate: ({ state }) => state.dataUpdatedAt > 0 && state.dataUpdatedAt < time },
      { cancelRefetch: false },
    );
}

/** Keeps everything about a project up to date for as long as its pages are open. */
export function useProjectNews(project: string): void {
  const queries = useQueryClient();
  // Before the queries of the page: an answer that comes after the stream was opened need not be asked for again.
  useLayoutEffect(() => {
    const lastEventId: { id: string | undefined } = { id: undefined };
    let stop: (() => void) | undefined = follow(queries, project, lastEventId);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onVisibility = (): void => {
      clearTimeout(timer);
      if (document.visibilityState === "visible") stop ??= follow(queries, project, lastEventId);
      else
        timer = setTimeout(() => {
          stop?.();
          stop = undefined;
        }, HIDDEN_MS);
    };
    document.addEventListener("visibilitychange", onVisibility);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onVisibility);
      stop?.();
      connection.become("connecting");
    };
  }, [queries, project]);
}
