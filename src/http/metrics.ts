import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { isTerminal, sessionPhases } from "#domain/session.ts";
import type { Env, Server } from "./deps.ts";

const openPhases = sessionPhases.filter((phase) => !isTerminal(phase));

/** Numbers for an operator. Labels are routes, methods, codes and phases: never a name of anything people made. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests = new Counter({
    name: "vteam_http_requests_total",
    help: "Requests answered",
    labelNames: ["route", "method", "code"],
    registers: [this.#registry],
  });
  readonly #duration = new Histogram({
    name: "vteam_http_request_duration_seconds",
    help: "Time until the answer began",
    labelNames: ["route", "method"],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [this.#registry],
  });
  readonly #inflight = new Gauge({
    name: "vteam_http_inflight",
    help: "Requests being answered",
    registers: [this.#registry],
  });

  constructor({ streams, queue, version }: Pick<Server, "streams" | "queue" | "version">) {
    collectDefaultMetrics({ register: this.#registry });
    this.#gauge("vteam_sse_connections", "Open event streams", () => streams.size);
    this.#gauge("vteam_sse_slow_disconnects", "Readers cut because they did not read", () => streams.slowReaders);
    const info = { name: "vteam_build_info", help: "Always 1", labelNames: ["version"], registers: [this.#registry] };
    new Gauge(info).set({ version }, 1);
    new Gauge({
      name: "vteam_sessions",
      help: "Sessions that have not ended, by phase",
      labelNames: ["phase"],
      registers: [this.#registry],
      async collect() {
        for (const phase of openPhases) this.set({ phase }, await queue.count(phase));
      },
    });
  }

  /** Counts what passes. */
  readonly count: MiddlewareHandler<Env> = async (c, next) => {
    this.#inflight.inc();
    const end = this.#duration.startTimer();
    try {
      await next();
    } finally {
      this.#inflight.dec();
      const path = routePath(c, -1);
      const labels = { route: path.endsWith("*") ? "none" : path, method: c.req.method };
      end(labels);
      this.#requests.inc({ ...labels, code: c.res.status });
    }
  };

  async text(): Promise<{ body: string; type: string }> {
    return { body: await this.#registry.metrics(), type: this.#registry.contentType };
  }

  #gauge(name: string, help: string, value: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.#registry],
      collect() {
        this.set(value());
      },
    });
  }
}
