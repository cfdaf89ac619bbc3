import { existsSync, readFileSync } from "node:fs";
import { Agent as HttpAgent, type IncomingHttpHeaders } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import { rootCertificates } from "node:tls";
import { basicAuthorization } from "#adapters/git/credential-file.ts";
import { Problem } from "#domain/problem.ts";
import type { Remote } from "#ports/git-repository.ts";
import {
  type ExchangeAnswer,
  type ExchangeLimits,
  exchange,
  Timeout,
  type Timeouts,
  Unreachable,
} from "./http-exchange.ts";
import { faultProblem } from "./wire-fault.ts";

export interface SmartHttpOptions {
  /** Proxy and certificate variables, named as git and curl name them. */
  network: Readonly<Record<string, string>>;
  timeouts?: Partial<Timeouts>;
}

export interface SmartRequest {
  method: "GET" | "POST";
  /** Within the remote: the credential goes there and nowhere else. */
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: Uint8Array;
  /** Changes nothing, so it may be sent again when a kept connection turns out to be closed. */
  isRepeatable: boolean;
  limits?: Partial<ExchangeLimits>;
}

export interface SmartAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
  isCut: boolean;
  /** Where the answer came from, after redirects. */
  url: string;
}

const MIB = 1024 * 1024;
const MAX_REDIRECTS = 3;
const pool = { keepAlive: true, maxSockets: 64, maxFreeSockets: 16, timeout: 60_000 };

/** Certificate authorities besides the usual ones. */
function authoritiesOf(network: SmartHttpOptions["network"]): { ca?: string[] } {
  const path = network.GIT_SSL_CAINFO ?? network.SSL_CERT_FILE;
  return path === undefined || !existsSync(path) ? {} : { ca: [...rootCertificates, readFileSync(path, "utf8")] };
}

/** This server's own repositories are not looked for behind a proxy. */
function withoutLoopback(network: SmartHttpOptions["network"]): Record<string, string> {
  const direct = [network.no_proxy ?? network.NO_PROXY ?? "", "127.0.0.1", "localhost", "[::1]"]
    .filter(Boolean)
    .join(",");
  return { ...network, no_proxy: direct, NO_PROXY: direct };
}

/** Requests to git servers: kept connections per origin, credentials at once, redirects within the origin only. */
export class SmartHttp {
  readonly #http: HttpAgent;
  readonly #https: HttpsAgent;
  readonly #timeouts: Timeouts;

  constructor({ network, timeouts }: SmartHttpOptions) {
    const proxyEnv = withoutLoopback(network);
    this.#http = new HttpAgent({ ...pool, proxyEnv });
    this.#https = new HttpsAgent({ ...pool, ...authoritiesOf(network), proxyEnv });
    this.#timeouts = { connectMs: 10_000, idleMs: 30_000, totalMs: 300_000, ...timeouts };
  }

  /** The answer, whatever its status. A GET follows redirects of its origin; a POST gets them as its answer. */
  async send(remote: Remote, request: SmartRequest, signal: AbortSignal): Promise<SmartAnswer> {
    let url = new URL(request.url);
    for (let hop = 0; ; hop += 1) {
      const answer = await this.#once(remote, request, url, signal);
      if (request.method === "POST" || !isRedirect(answer)) return { ...answer, url: url.href };
      const next = URL.parse(answer.headers.location ?? "", url);
      const isSafe = next !== null && next.origin === url.origin && next.username === "" && next.password === "";
      if (!isSafe || hop === MAX_REDIRECTS) throw movedProblem(remote.url);
      url = next;
    }
  }

  async #once(remote: Remote, request: SmartRequest, url: URL, signal: AbortSignal): Promise<ExchangeAnswer> {
    const call = {
      url,
      method: request.method,
      headers: {
        "user-agent": "git/vteam",
        "accept-encoding": "gzip",
        ...(request.body === undefined ? {} : { "content-length": String(request.body.length) }),
        ...request.headers,
      },
      authorization: remote.credential && basicAuthorization(remote.credential),
      body: request.body,
      agent: url.protocol === "https:" ? this.#https : this.#http,
      timeouts: this.#timeouts,
      limits: { wireBytes: 64 * MIB, bodyBytes: 64 * MIB, ...request.limits },
    };
    try {
      return await exchange(call, signal).catch((error: unknown) => {
        if (error instanceof Unreachable && error.isStale && request.isRepeatable) return exchange(call, signal);
        throw error;
      });
    } catch (error) {
      signal.throwIfAborted();
      throw troubleOf(error, remote.url);
    }
  }

  /** Ends the kept connections. */
  close(): void {
    this.#http.destroy();
    this.#https.destroy();
  }
}

export const isRedirect = ({ status, headers }: Pick<ExchangeAnswer, "status" | "headers">): boolean =>
  [301, 302, 303, 307, 308].includes(status) && headers.location !== undefined;

const movedProblem = (url: string): Problem =>
  new Problem("repository-not-found", { sentence: `${url} has moved: use the address it has now.` });

/** What Node calls the ways in which a certificate can be wrong. */
const CERTIFICATE = /CERT|^UNABLE_TO_VERIFY_LEAF_SIGNATURE$|^HOSTNAME_MISMATCH$/;

function troubleOf(error: unknown, url: string): unknown {
  if (error instanceof Timeout)
    return new Problem("git-timeout", { sentence: `The git host of ${url} took too long.`, cause: error });
  if (!(error instanceof Unreachable)) return faultProblem(error, url);
  const sentence = CERTIFICATE.test(error.code)
    ? `The certificate of the git host of ${url} is not trusted (${error.code}). If it is your own, name its authority in GIT_SSL_CAINFO where vteam starts.`
    : `The git host of ${url} did not answer (${error.code}).`;
  return new Problem("git-host-unreachable", { sentence, cause: error });
}

/** What a status other than 200 means; 403 is a matter of what was asked, so the caller names its code. */
export function statusProblem(status: number, url: string): Problem {
  if (status === 401 || status === 403) {
    return new Problem("git-credential-refused", {
      sentence: `The git host did not let us use ${url} with the credential we have.`,
    });
  }
  if (status === 404 || status === 410) {
    return new Problem("repository-not-found", {
      sentence: `There is no repository at ${url}, or the credential in use may not see it.`,
    });
  }
  if (status >= 300 && status < 400) return movedProblem(url);
  if (status === 408 || status === 429 || status >= 500) {
    return new Problem("git-host-unreachable", { sentence: `The git host of ${url} answered with status ${status}.` });
  }
  return new Problem("git-protocol", { sentence: `${url} did not answer as a git host does (status ${status}).` });
}
