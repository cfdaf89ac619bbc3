import { isProblem } from "#domain/problem.ts";
import { parseUploadAbilities, type UploadAbilities } from "./advertisement.ts";
import type { Endpoint } from "./endpoint.ts";
import { statusProblem } from "./smart-http.ts";
import { faultProblem, LacksAbility } from "./wire-fault.ts";

const REMEMBERED_MS = 60 * 60 * 1_000;
const MAX_REMEMBERED = 1_000;

interface Known {
  until: number;
  isThere: boolean;
}

/** What a request needs: refs want protocol version 2, objects want filters as well. */
export type Need = "ls-refs" | "filter";

/**
 * Requests go out as if every server could everything. Only a strange answer makes us ask what the server can, and
 * that is remembered: the protocol version for its origin, filters for the repository.
 */
export class Abilities {
  readonly #now: () => number;
  readonly #known = new Map<string, Known>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Throws LacksAbility when the server turns out not to be able to do this. */
  async through<T>(endpoint: Endpoint, need: Need, work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const { url } = endpoint.remote;
    if (this.#isThere(url, need) === false) throw new LacksAbility(url, need);
    try {
      return await work();
    } catch (error) {
      if (!isProblem(error, "git-protocol") || this.#isThere(url, need)) throw error;
      const abilities = await this.#ask(endpoint, error, signal);
      this.#remember(keyOf(url, "ls-refs"), abilities.hasLsRefs);
      this.#remember(keyOf(url, "filter"), abilities.hasFilter);
      if (this.#isThere(url, need) === false) throw new LacksAbility(url, need);
      throw error;
    }
  }

  #isThere(url: string, need: Need): boolean | undefined {
    const found = [keyOf(url, "ls-refs"), keyOf(url, need)].map((key) => {
      const known = this.#known.get(key);
      return known === undefined || known.until < this.#now() ? undefined : known.isThere;
    });
    if (found.includes(false)) return false;
    return found.includes(undefined) ? undefined : true;
  }

  async #ask(endpoint: Endpoint, first: unknown, signal: AbortSignal): Promise<UploadAbilities> {
    const { url } = endpoint.remote;
    const answer = await endpoint.advertisement("git-upload-pack", true, signal);
    if (answer.status !== 200) throw statusProblem(answer.status, url);
    const nothing = { hasLsRefs: false, hasFilter: false };
    // Only the old protocol lists all refs here.
    if (answer.isCut) return nothing;
    try {
      return parseUploadAbilities(answer.body) ?? nothing;
    } catch (error) {
      const problem = faultProblem(error, url);
      // A server that makes no sense at all lacks nothing: the first error is the one to tell.
      throw isProblem(problem) && answer.body.length === 0 ? first : problem;
    }
  }

  #remember(key: string, isThere: boolean): void {
    const [oldest] = this.#known.keys();
    if (this.#known.size >= MAX_REMEMBERED && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(key, { until: this.#now() + REMEMBERED_MS, isThere });
  }
}

const keyOf = (url: string, need: Need): string =>
  need === "ls-refs" ? `origin ${new URL(url).origin}` : `filter ${url}`;
