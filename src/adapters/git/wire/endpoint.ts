import type { Remote } from "#ports/git-repository.ts";
import { isRedirect, type SmartAnswer, type SmartHttp, statusProblem } from "./smart-http.ts";
import { broken, faultProblem } from "./wire-fault.ts";

export type Service = "git-upload-pack" | "git-receive-pack";

/** Above this an advertisement is left: a lookup of single refs costs less. */
const ADVERTISEMENT_BYTES = 256 * 1024;
const UNPACKED_ADVERTISEMENT_BYTES = 8 * 1024 * 1024;

/** Where repositories really are, as redirects told. */
export type KnownBases = Map<string, string>;

/** One repository on a server: the requests of git's smart protocol, and nothing of what is in them. */
export class Endpoint {
  readonly remote: Remote;
  readonly #http: SmartHttp;
  readonly #bases: KnownBases;

  constructor(remote: Remote, http: SmartHttp, bases: KnownBases) {
    this.remote = remote;
    this.#http = http;
    this.#bases = bases;
  }

  get #base(): string {
    return this.#bases.get(this.remote.url) ?? this.remote.url.replace(/\/+$/, "");
  }

  /** What the server tells about a service before anything is asked of it. Any status is an answer. */
  async advertisement(service: Service, isVersion2: boolean, signal: AbortSignal): Promise<SmartAnswer> {
    const query = `/info/refs?service=${service}`;
    const answer = await this.#http.send(
      this.remote,
      {
        method: "GET",
        url: this.#base + query,
        headers: { accept: "*/*", ...(isVersion2 ? { "git-protocol": "version=2" } : {}) },
        isRepeatable: true,
        limits: { wireBytes: ADVERTISEMENT_BYTES, bodyBytes: UNPACKED_ADVERTISEMENT_BYTES, cut: true },
      },
      signal,
    );
    if (answer.status === 200) {
      this.#checkType(answer, `application/x-${service}-advertisement`);
      if (answer.url.endsWith(query)) this.#bases.set(this.remote.url, answer.url.slice(0, -query.length));
    }
    return answer;
  }

  /** The answer to a request that changes nothing. */
  async read(body: Uint8Array, signal: AbortSignal): Promise<Buffer> {
    const answer = await this.#post("git-upload-pack", body, true, signal);
    if (!isRedirect(answer)) return this.#bodyOf(answer, "git-upload-pack");
    // Only a GET follows redirects; it tells where to ask.
    await this.advertisement("git-upload-pack", true, signal);
    return this.#bodyOf(await this.#post("git-upload-pack", body, true, signal), "git-upload-pack");
  }

  /** A push, sent once. Any status is an answer. */
  async push(body: Uint8Array, signal: AbortSignal): Promise<SmartAnswer> {
    const answer = await this.#post("git-receive-pack", body, false, signal);
    if (answer.status === 200) this.#checkType(answer, "application/x-git-receive-pack-result");
    return answer;
  }

  #post(service: Service, body: Uint8Array, isRepeatable: boolean, signal: AbortSignal): Promise<SmartAnswer> {
    const headers = {
      "content-type": `application/x-${service}-request`,
      accept: `application/x-${service}-result`,
      ...(service === "git-upload-pack" ? { "git-protocol": "version=2" } : {}),
    };
    const request = { method: "POST", url: `${this.#base}/${service}`, headers, body, isRepeatable } as const;
    return this.#http.send(this.remote, request, signal);
  }

  #bodyOf(answer: SmartAnswer, service: Service): Buffer {
    if (answer.status !== 200) throw statusProblem(answer.status, this.remote.url);
    this.#checkType(answer, `application/x-${service}-result`);
    return answer.body;
  }

  /** A login page answers 200 as well. */
  #checkType({ headers }: SmartAnswer, expected: string): void {
    const type = headers["content-type"]?.split(";")[0]?.trim();
    if (type !== expected) throw faultProblem(broken("its answer is of another kind"), this.remote.url);
  }
}
