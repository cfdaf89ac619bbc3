import { createServer, type IncomingMessage, type ServerResponse, request as send } from "node:http";
import { loopbackServer } from "./loopback-server.ts";

/** A moment in a conversation: before request n arrives, halfway through its body, or before its answer gets back. */
export interface RequestPoint {
  n: number;
  when: "before" | "during" | "after";
}

export interface RequestPoints {
  origin: string;
  /** How many requests came so far. */
  seen: number;
  /** What happens at one point; the request goes no further. */
  at: { point: RequestPoint; act: () => void } | undefined;
  /** Resolves when nothing is under way any more. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** Stands between a client and a server, and knows every moment at which the client could die. */
export async function openRequestPoints(target: string): Promise<RequestPoints> {
  const upstream = new URL(target);
  let [seen, underWay] = [0, 0];
  const waiting: (() => void)[] = [];
  const state: Pick<RequestPoints, "at"> = { at: undefined };

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    seen += 1;
    underWay += 1;
    const n = seen;
    const isNow = (when: RequestPoint["when"]) => state.at?.point.n === n && state.at.point.when === when;
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk);
      const body = Buffer.concat(chunks);
      if (isNow("before")) return state.at?.act();
      const cut = isNow("during") ? body.subarray(0, body.length / 2) : undefined;
      if (cut !== undefined) state.at?.act();
      const answer = await forward(upstream, request, body, cut);
      if (isNow("after")) return state.at?.act();
      response.writeHead(answer.status, answer.headers).end(answer.body);
    } catch {
      response.destroy(); // the client died, or the server did not like half a request
    } finally {
      underWay -= 1;
      if (underWay === 0) for (const wake of waiting.splice(0)) wake();
    }
  }

  const { origin, close } = await loopbackServer(
    createServer((request, response) => {
      void pass(request, response);
    }),
  );
  return {
    origin,
    get seen() {
      return seen;
    },
    set seen(count) {
      seen = count;
    },
    get at() {
      return state.at;
    },
    set at(at) {
      state.at = at;
    },
    idle: () => new Promise((resolve) => (underWay === 0 ? resolve() : waiting.push(resolve))),
    close,
  };
}

function forward(upstream: URL, { method, url, headers }: IncomingMessage, body: Buffer, cut: Buffer | undefined) {
  return new Promise<{ status: number; headers: IncomingMessage["headers"]; body: Buffer }>((resolve, reject) => {
    const outgoing = send(new URL(url ?? "/", upstream), { method, headers: { ...headers, host: upstream.host } });
    outgoing.on("error", reject);
    outgoing.on("response", (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("error", reject);
      answer.on("end", () =>
        resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: Buffer.concat(chunks) }),
      );
    });
    if (cut === undefined) outgoing.end(body);
    else outgoing.write(cut, () => outgoing.destroy(new Error("cut")));
  });
}
