import { SingleFlight } from "#adapters/git/single-flight.ts";
import { isProblem, type Problem } from "#domain/problem.ts";
import type { Sha } from "#ports/git-repository.ts";
import { capabilitiesOfStart, parsePushAdvertisement } from "./advertisement.ts";
import { visitor } from "./commit-cache.ts";
import type { Endpoint } from "./endpoint.ts";
import { probePush } from "./receive-pack.ts";
import { type SmartAnswer, statusProblem } from "./smart-http.ts";
import { faultProblem } from "./wire-fault.ts";

/** What a server shows to those who may push, or why it does not. */
export type PushLook =
  /** Without refs when there are too many of them to read all. */
  | { kind: "open"; refs: Map<string, Sha> | undefined; capabilities: ReadonlySet<string> }
  | { kind: "closed"; status: number; problem: Problem };

/** How long a look is good enough to build a change on: what is pushed compares with it, so nothing can go wrong but time. */
const FRESH_MS = 5_000;
const MAX_KEPT = 500;

/** Looks at push advertisements. Many who look at the same time look once; a look serves one change at most. */
export class PushLooks {
  readonly #now: () => number;
  readonly #flights = new SingleFlight<PushLook>();
  readonly #kept = new Map<string, { until: number; url: string; look: PushLook }>();
  readonly #used = new WeakSet<PushLook>();
  readonly #long = new Map<string, ReadonlySet<string>>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Asks the server now, and keeps the answer for the change that may follow. */
  async look(endpoint: Endpoint, signal: AbortSignal): Promise<PushLook> {
    const look = await this.#ask(endpoint, signal);
    if (this.#used.has(look)) return look;
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= MAX_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    const { url } = endpoint.remote;
    this.#kept.set(visitor(endpoint.remote), { until: this.#now() + FRESH_MS, url, look });
    return look;
  }

  /** The kept look of this credential, once; else asks the server. */
  async take(endpoint: Endpoint, signal: AbortSignal): Promise<PushLook> {
    const key = visitor(endpoint.remote);
    const kept = this.#kept.get(key);
    const isFresh = kept !== undefined && kept.until > this.#now();
    const look = isFresh ? kept.look : await this.#ask(endpoint, signal);
    this.#used.add(look);
    this.#kept.delete(key);
    return look;
  }

  /** To be called at a push: what was seen before it is the past. */
  forget(url: string): void {
    for (const [key, kept] of this.#kept) if (kept.url === url) this.#kept.delete(key);
  }

  #ask(endpoint: Endpoint, signal: AbortSignal): Promise<PushLook> {
    const ask = async (shared: AbortSignal) => {
      try {
        return await this.#askServer(endpoint, shared);
      } catch (error) {
        throw faultProblem(error, endpoint.remote.url);
      }
    };
    return this.#flights.run(visitor(endpoint.remote), ask, signal);
  }

  async #askServer(endpoint: Endpoint, signal: AbortSignal): Promise<PushLook> {
    const { url } = endpoint.remote;
    const capabilities = this.#long.get(url);
    if (capabilities !== undefined) {
      const status = await probePush(endpoint, signal);
      return status === 200 ? { kind: "open", refs: undefined, capabilities } : closed(status, url);
    }
    const answer = await endpoint.advertisement("git-receive-pack", false, signal);
    return answer.status === 200 ? this.#open(answer, url) : closed(answer.status, url);
  }

  #open({ isCut, body }: SmartAnswer, url: string): PushLook {
    if (!isCut) return { kind: "open", ...parsePushAdvertisement(body) };
    const capabilities = capabilitiesOfStart(body);
    this.#long.set(url, capabilities);
    return { kind: "open", refs: undefined, capabilities };
  }
}

function closed(status: number, url: string): PushLook {
  const problem = statusProblem(status, url);
  if (isProblem(problem, "git-credential-refused", "repository-not-found")) return { kind: "closed", status, problem };
  throw problem;
}
