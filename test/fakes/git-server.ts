import { spawn } from "node:child_process";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createGunzip } from "node:zlib";
import { loopbackServer } from "#test/fakes/loopback-server.ts";

/** One answer as it would go out. */
export interface GitAnswer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
}

/** What the server does wrong next; change it at any time. */
interface GitServerSwitches {
  /** The answer to anything about pushing. */
  denyPush: 403 | undefined;
  /** Refuse every credential. */
  unauthorized: boolean;
  /** 200 without a body, as a proxy or login page might. */
  emptyAnswers: boolean;
  /** Wait for this before each answer; as a function, before the answers it says. */
  gate: Promise<void> | ((request: IncomingMessage) => Promise<void> | undefined) | undefined;
  /** Answer a push with an error after it has been applied. */
  cutAfterPush: boolean;
  /** Speak the old protocol only. */
  noVersion2: boolean;
  /** Answers itself, without git. */
  intercept: ((request: IncomingMessage) => GitAnswer | undefined) | undefined;
  /** Changes what git answered on its way out. A body that is shorter than its content-length is a cut connection. */
  tamper: ((request: IncomingMessage, answer: GitAnswer) => GitAnswer) | undefined;
}

export interface GitServer {
  origin: string;
  switches: GitServerSwitches;
  counters: { requests: number; unauthorized: number; pushes: number };
  close(): Promise<void>;
}

/** Real git over HTTP on the loopback, for everything below `root`. With a credential it insists on it. */
export async function startGitServer(
  root: string,
  credential?: { username: string; password: string },
): Promise<GitServer> {
  const switches: GitServerSwitches = {
    denyPush: undefined,
    unauthorized: false,
    emptyAnswers: false,
    gate: undefined,
    cutAfterPush: false,
    noVersion2: false,
    intercept: undefined,
    tamper: undefined,
  };
  const counters = { requests: 0, unauthorized: 0, pushes: 0 };
  const expected =
    credential && `Basic ${Buffer.from(`${credential.username}:${credential.password}`).toString("base64")}`;
  const { origin, close } = await loopbackServer(
    createServer((request, response) => {
      void answer(request, response);
    }),
  );

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    counters.requests += 1;
    await (typeof switches.gate === "function" ? switches.gate(request) : switches.gate);
    const url = request.url ?? "/";
    const own = switches.intercept?.(request);
    if (own !== undefined) {
      request.resume();
      response.writeHead(own.status, own.headers).end(own.body);
    } else if (switches.unauthorized || (expected !== undefined && request.headers.authorization !== expected)) {
      counters.unauthorized += 1;
      response.writeHead(401, { "www-authenticate": 'Basic realm="git"' }).end();
    } else if (switches.denyPush !== undefined && url.includes("git-receive-pack")) {
      response.writeHead(switches.denyPush).end("you may not push here\n");
    } else if (switches.emptyAnswers) {
      const service = new URL(url, origin).searchParams.get("service") ?? "git-upload-pack";
      response.writeHead(200, { "content-type": `application/x-${service}-advertisement` }).end();
    } else {
      if (request.method === "POST" && url.endsWith("/git-receive-pack")) counters.pushes += 1;
      runBackend(root, request, response, switches);
    }
  }

  return { origin, switches, counters, close };
}

function runBackend(
  root: string,
  request: IncomingMessage,
  response: ServerResponse,
  switches: GitServerSwitches,
): void {
  const url = new URL(request.url ?? "/", "http://localhost");
  const { headers } = request;
  const child = spawn("git", ["http-backend"], {
    env: {
      PATH: process.env.PATH,
      GIT_CONFIG_NOSYSTEM: "1",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: decodeURIComponent(url.pathname),
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method,
      REMOTE_USER: "someone",
      CONTENT_TYPE: headers["content-type"] ?? "",
      GIT_PROTOCOL: switches.noVersion2 ? "" : String(headers["git-protocol"] ?? ""),
    },
  });
  child.stdin.on("error", () => {});
  if (headers["content-encoding"] === "gzip") request.pipe(createGunzip()).pipe(child.stdin);
  else request.pipe(child.stdin);
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.on("close", () => {
    if (switches.cutAfterPush && url.pathname.endsWith("/git-receive-pack")) response.destroy();
    else sendAnswer(readCgi(Buffer.concat(chunks)), request, response, switches);
  });
}

function sendAnswer(
  answer: GitAnswer,
  request: IncomingMessage,
  response: ServerResponse,
  { tamper }: GitServerSwitches,
): void {
  const { status, headers, body } = tamper?.(request, answer) ?? answer;
  response.writeHead(status, headers);
  const announced = Number(headers["content-length"] ?? body.length);
  if (announced > body.length) response.write(body, () => response.destroy());
  else response.end(body);
}

function readCgi(output: Buffer): GitAnswer {
  const end = output.indexOf("\r\n\r\n");
  const answer: GitAnswer = { status: 200, headers: {}, body: output.subarray(end + 4) };
  for (const line of output.toString("latin1", 0, end).split("\r\n")) {
    const [name = "", value = ""] = line.split(/: (.*)/);
    if (name.toLowerCase() === "status") answer.status = Number.parseInt(value, 10);
    else answer.headers[name.toLowerCase()] = value;
  }
  return answer;
}
