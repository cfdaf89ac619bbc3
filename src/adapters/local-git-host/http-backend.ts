import type { ChildProcess } from "node:child_process";
import { Readable } from "node:stream";
import { readCgi } from "./cgi-response.ts";

/** Starts git with these arguments and, besides its usual environment, these variables, in a process group of its own. */
export type StartGit = (args: readonly string[], env: Readonly<Record<string, string>>) => ChildProcess;

export interface BackendRequest {
  /** The directory above all repositories. */
  root: string;
  /** Below the root, such as /project/name.git/info/refs. */
  path: string;
  user: string;
}

const plain = (status: number, text: string): Response =>
  new Response(`${text}\n`, {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" },
  });

/** Whether this is one of the four requests of git's smart protocol; plain file reads of the dumb one are not served. */
export function isSmartRequest(request: Request, rest: string): boolean {
  const service = new URL(request.url).searchParams.get("service");
  if (rest === "info/refs")
    return request.method === "GET" && (service === "git-upload-pack" || service === "git-receive-pack");
  return (rest === "git-upload-pack" || rest === "git-receive-pack") && request.method === "POST";
}

export const refuseRequest = (): Response => plain(403, "Only git's smart HTTP protocol is served here.");
export const noRepository = (): Response => plain(404, "There is no such repository here.");

function variables(request: Request, backend: BackendRequest): Record<string, string> {
  const url = new URL(request.url);
  const service = url.searchParams.get("service");
  const header = (name: string, key: string) => {
    const value = request.headers.get(name);
    return value === null ? {} : { [key]: value };
  };
  return {
    GATEWAY_INTERFACE: "CGI/1.1",
    SERVER_PROTOCOL: "HTTP/1.1",
    REQUEST_METHOD: request.method,
    GIT_PROJECT_ROOT: backend.root,
    GIT_HTTP_EXPORT_ALL: "1",
    PATH_INFO: backend.path,
    QUERY_STRING: service === null ? "" : `service=${service}`,
    REMOTE_USER: backend.user,
    REMOTE_ADDR: "127.0.0.1",
    ...header("content-type", "CONTENT_TYPE"),
    ...header("content-length", "CONTENT_LENGTH"),
    ...header("content-encoding", "HTTP_CONTENT_ENCODING"),
    ...header("git-protocol", "GIT_PROTOCOL"),
  };
}

/** One request through `git http-backend`, streamed both ways. `ended` runs once when git is done, also when the client left. */
export async function serveSmart(
  start: StartGit,
  request: Request,
  backend: BackendRequest,
  ended: () => Promise<void>,
): Promise<Response> {
  const child = start(["http-backend"], variables(request, backend));
  const kill = () => endGroup(child);
  request.signal.addEventListener("abort", kill);
  child.stderr?.resume();
  child.once("error", () => {}); // its stdout ends, and that is answered below
  const over = new Promise<void>((resolve) => {
    child.once("close", () => {
      request.signal.removeEventListener("abort", kill);
      resolve(ended());
    });
  });
  over.catch(() => {}); // told to whoever reads the answer, if anybody still does
  feed(request, child);
  const answer = await readCgi(child);
  if (answer === undefined) {
    kill();
    return plain(500, "git ended without an answer.");
  }
  return new Response(streamOf(answer.body, over, kill), { status: answer.status, headers: answer.headers });
}

function feed(request: Request, child: ChildProcess): void {
  const { stdin } = child;
  if (stdin === null) return;
  stdin.on("error", () => {}); // git may answer and end before it has read everything
  if (request.body === null) {
    stdin.end();
    return;
  }
  const body = Readable.from(request.body, { objectMode: false });
  // A client that leaves in mid-request must not look like one that has sent everything.
  body.once("error", () => endGroup(child));
  body.pipe(stdin);
}

/** Ends only once everything that follows from the request is done: a client that has its answer sees the effects. */
function streamOf(stdout: Readable, over: Promise<void>, kill: () => void): ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array> = stdout[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done !== true) return controller.enqueue(value);
      await over;
      controller.close();
    },
    cancel() {
      kill();
      stdout.destroy();
    },
  });
}

/** git and the helpers it started. */
function endGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, "SIGTERM");
  } catch {
    // It is gone already.
  }
}
