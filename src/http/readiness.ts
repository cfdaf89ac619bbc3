import * as z from "zod";
import type { ReadinessCheck, Server } from "./deps.ts";

export const Readiness = z.object({
  status: z.enum(["ready", "not-ready"]),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })),
});
export type Readiness = z.infer<typeof Readiness>;

/** An answer may be this old: a probe must not become load. */
const FRESH_MS = 1_000;

async function ask({ name, fault }: ReadinessCheck): Promise<Readiness["checks"][number]> {
  const detail = await fault().catch(() => "It could not be checked.");
  return { name, ok: detail === undefined, detail: detail ?? "" };
}

/** Whether the server can do its work now. */
export function readinessOf(server: Pick<Server, "readiness" | "draining" | "now">): () => Promise<Readiness> {
  let known: { at: number; checks: Promise<Readiness["checks"]> } | undefined;
  return async () => {
    const at = server.now().getTime();
    if (known === undefined || at - known.at >= FRESH_MS)
      known = { at, checks: Promise.all(server.readiness.map(ask)) };
    const isDraining = server.draining.aborted;
    const draining = {
      name: "not-draining",
      ok: !isDraining,
      detail: isDraining ? "The server is shutting down." : "",
    };
    const checks = [...(await known.checks), draining];
    return { status: checks.every(({ ok }) => ok) ? "ready" : "not-ready", checks };
  };
}
