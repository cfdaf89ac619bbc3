import { execFile, execFileSync } from "node:child_process";
import { promisify } from "node:util";

export interface Answer {
  status: number;
  headers: Record<string, string>;
  // biome-ignore lint/suspicious/noExplicitAny: answers are compared field by field by the tests
  body: any;
}

const hasCurl = (() => {
  try {
    execFileSync("curl", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

interface RequestOptions {
  body?: unknown;
  headers?: Record<string, string>;
}

export type Requester = (method: string, path: string, options?: RequestOptions) => Promise<Answer>;

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** A client that is nothing but `curl`, as the guide's readers use it; on machines without curl, plain fetch. */
export function requester(origin: string, token: string): Requester {
  return async (method, path, { body, headers = {} } = {}) => {
    const sent = {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    };
    return hasCurl ? curl(method, origin + path, sent, body) : viaFetch(method, origin + path, sent, body);
  };
}

async function curl(method: string, url: string, headers: Record<string, string>, body: unknown): Promise<Answer> {
  const args = [
    "-sS",
    "--path-as-is",
    "-i",
    "-X",
    method,
    ...Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]),
  ];
  if (body !== undefined) args.push("--data-binary", typeof body === "string" ? body : JSON.stringify(body));
  const { stdout } = await promisify(execFile)("curl", [...args, url], { maxBuffer: 64 << 20 });
  const text = stdout.replace(/^HTTP\/1\.1 100[^\r]*\r\n\r\n/, "");
  const split = text.indexOf("\r\n\r\n");
  const [statusLine = "", ...lines] = text.slice(0, split).split("\r\n");
  const pairs = lines.map((line) => [
    line.slice(0, line.indexOf(":")).toLowerCase(),
    line.slice(line.indexOf(":") + 1).trim(),
  ]);
  return {
    status: Number(statusLine.split(" ")[1]),
    headers: Object.fromEntries(pairs),
    body: parse(text.slice(split + 4)),
  };
}

async function viaFetch(method: string, url: string, headers: Record<string, string>, body: unknown): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers,
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return { status: response.status, headers: Object.fromEntries(response.headers), body: parse(await response.text()) };
}
