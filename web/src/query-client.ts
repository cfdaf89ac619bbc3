import { QueryClient } from "@tanstack/react-query";
import { ApiProblem } from "./api/problem.ts";

const MAX_RETRIES = 2;

/** Only what the server calls retryable is asked again by itself; what was sent to change something, never. */
export const newQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        // News arrive over the live stream; this only says when a page that is opened again asks anew.
        staleTime: 30_000,
        gcTime: 10 * 60_000,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        networkMode: "always",
        retry: (failures, error) =>
          failures < MAX_RETRIES &&
          (!(error instanceof ApiProblem) || (error.document.retryable && error.status !== 0)),
      },
      mutations: { retry: 0, networkMode: "always" },
    },
  });
