import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import type { Config } from "#config.ts";
import { Problem } from "#domain/problem.ts";

export interface Listener {
  origin: string;
  /** Takes no new connection, waits a little for requests under way, then ends the rest (event streams). */
  close(): Promise<void>;
}

const GRACE_MS = 3_000;

function bind(server: Server, host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void =>
      error.code === "EADDRINUSE" ? resolve(false) : reject(error);
    server.once("error", failed);
    server.listen(port, host, () => {
      server.off("error", failed);
      resolve(true);
    });
  });
}

/** Listens where the configuration says; port 0 prefers the port of last time, so that repository URLs stay good. */
export async function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  config: Pick<Config, "VTEAM_HOST" | "VTEAM_PORT">,
  state: { lastPort: number | undefined },
): Promise<Listener> {
  const { VTEAM_HOST: host, VTEAM_PORT: port } = config;
  const server = createAdaptorServer({ fetch, overrideGlobalObjects: false }) as Server;
  server.headersTimeout = 10_000;
  server.requestTimeout = 0; // pushes of large repositories take their time; bodies are capped elsewhere
  server.keepAliveTimeout = 30_000;
  const ports = port === 0 && state.lastPort !== undefined ? [state.lastPort, 0] : [port];
  let isBound = false;
  for (const candidate of ports) isBound ||= await bind(server, host, candidate);
  if (!isBound)
    throw new Problem("address-in-use", {
      sentence: `Port ${port} on ${host} is taken; another vteam may be running.`,
    });
  const { port: actual } = server.address() as AddressInfo;
  const name = host.includes(":") ? `[${host}]` : host;
  return { origin: `http://${name === "0.0.0.0" ? "127.0.0.1" : name}:${actual}`, close: () => end(server) };
}

function end(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
