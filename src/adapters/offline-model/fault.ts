/** How the server misbehaves when asked to. */
export type Fault =
  | { kind: "error"; status: number; type: string; message: string; retryAfter?: number }
  | { kind: "silent" }
  | { kind: "cut" }
  | { kind: "slow" };

/**
 * Tests ask for a fault by the model's id:
 * offline-401 wrong key · offline-429 limit, with Retry-After: 1 · offline-529 overloaded · offline-silent headers, then
 * nothing · offline-cut every answer breaks off, streams in their middle · offline-cut-once only the first does · offline-slow text
 * drips at 200 ms a piece. (offline-busy is no fault: script.ts answers it with a command that runs for a minute.)
 */
const FAULTS: Readonly<Record<string, Fault>> = {
  "offline-401": { kind: "error", status: 401, type: "authentication_error", message: "invalid x-api-key" },
  "offline-429": { kind: "error", status: 429, type: "rate_limit_error", message: "Too many requests.", retryAfter: 1 },
  "offline-529": { kind: "error", status: 529, type: "overloaded_error", message: "Overloaded." },
  "offline-silent": { kind: "silent" },
  "offline-cut": { kind: "cut" },
  "offline-slow": { kind: "slow" },
};

/** `requestCount` counts the requests for that model before this one. */
export function faultFor(model: string, requestCount: number): Fault | undefined {
  if (model === "offline-cut-once") return requestCount === 0 ? { kind: "cut" } : undefined;
  return FAULTS[model];
}
