import { useSyncExternalStore } from "react";
import { problemIn } from "./problem.ts";

/** Requests that met an expired access wait here until somebody signs in again; nothing typed is lost. */
let waiting: { done: Promise<void>; resolve: () => void } | undefined;
const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}

/** Resolves once the person has signed in again. */
export function renewedAccess(): Promise<void> {
  if (waiting === undefined) {
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting = { done: promise, resolve };
    tell();
  }
  return waiting.done;
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** Whether requests are waiting for a new sign-in. */
export const useIsSignedOut = (): boolean => useSyncExternalStore(subscribe, () => waiting !== undefined);

/** Trades the access token for a cookie and lets what waits go on. Error: ApiProblem "unauthorized". */
export async function signInAgain(token: string): Promise<void> {
  const response = await fetch("/api/login", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ token }),
  });
  if (!response.ok) throw await problemIn(response);
  const { resolve } = waiting ?? {};
  waiting = undefined;
  resolve?.();
  tell();
}
