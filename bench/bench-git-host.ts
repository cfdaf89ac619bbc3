import { spawn } from "node:child_process";
import { createReadStream, existsSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { createGunzip } from "node:zlib";

export interface BenchGitHost {
  port: number;
  counters: { requests: number; unauthorized: number };
  /** What every answer takes beyond git's own time; change it at any time. */
  delayMs: number;
  /** Ends idle connections, so that the next client has to open its own. */
  hangUp(): void;
  close(): Promise<void>;
}

export const token = "bench-token-4f1d";
const expected = `Basic ${Buffer.from(`x-access-token:${token}`).toString("base64")}`;

/**
 * Bare repositories over HTTP as a host serves them: streamed, with a credential asked for first, zip files beside them.
 * Its REST API knows only how to answer at once: for those who ask it one question after the other.
 */
export async function openGitHost(root: string): Promise<BenchGitHost> {
  const counters = { requests: 0, unauthorized: 0 };
  const host = { delayMs: 0 };
  const server = createServer({ keepAliveTimeout: 60_000 }, async (request, response) => {
    counters.requests += 1;
    if (host.delayMs > 0) await setTimeout(host.delayMs);
    const url = new URL(request.url ?? "/", "http://host");
    const file = join(root, url.pathname);
    if (url.pathname.startsWith("/api/")) response.setHeader("content-type", "application/json").end('{"ok":true}');
    else if (url.pathname.endsWith(".zip") && existsSync(file)) createReadStream(file).pipe(response);
    else if (request.headers.authorization === expected) runBackend(root, url, request, response);
    else {
      counters.unauthorized += 1;
      response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the host has no port");
  return Object.assign(host, {
    port: address.port,
    counters,
    hangUp: () => server.closeIdleConnections(),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

function runBackend(root: string, url: URL, request: IncomingMessage, response: ServerResponse): void {
  const { headers } = request;
  const child = spawn("git", ["http-backend"], {
    stdio: ["pipe", "pipe", "ignore"],
    env: {
      PATH: process.env.PATH,
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: url.pathname,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      REMOTE_USER: "bench",
      CONTENT_TYPE: headers["content-type"] ?? "",
      GIT_PROTOCOL: String(headers["git-protocol"] ?? ""),
    },
  });
  child.stdin.on("error", () => {});
  const body = headers["content-encoding"] === "gzip" ? request.pipe(createGunzip()) : request;
  body.pipe(child.stdin);
  let head: Buffer | undefined = Buffer.alloc(0);
  child.stdout.on("data", (chunk: Buffer) => {
    if (head === undefined) {
      if (!response.write(chunk)) {
        child.stdout.pause();
        response.once("drain", () => child.stdout.resume());
      }
      return;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf("\r\n\r\n");
    if (end === -1) return;
    for (const line of head.toString("latin1", 0, end).split("\r\n")) {
      const [name = "", value = ""] = line.split(/: (.*)/);
      if (name.toLowerCase() === "status") response.statusCode = Number.parseInt(value, 10);
      else response.setHeader(name, value);
    }
    response.write(head.subarray(end + 4));
    head = undefined;
  });
  child.on("close", () => response.end());
  response.on("close", () => child.kill());
}
