import { branchRef, isSha, namesAbove, refOf } from "#adapters/git/git-names.ts";
import type { Remote, RemoteState, Sha } from "#ports/git-repository.ts";
import { Abilities } from "./abilities.ts";
import type { FetchedCommit } from "./commit-cache.ts";
import { parentFacts } from "./commit-object.ts";
import { Endpoint, type KnownBases } from "./endpoint.ts";
import type { GitObject } from "./git-object.ts";
import { KnownBlobs } from "./known-blobs.ts";
import { ObjectShelf } from "./object-shelf.ts";
import { PushLooks } from "./push-looks.ts";
import { SmartHttp, type SmartHttpOptions } from "./smart-http.ts";
import { fetchObjects, isMissingObject, type ListedRef, listRefs } from "./upload-pack.ts";
import { faultProblem } from "./wire-fault.ts";

const HEADS = "refs/heads/";

/** Git servers reached over HTTP in this process. LacksAbility is thrown where only the git command can help. */
export class WireRemotes {
  readonly looks: PushLooks;
  readonly knownBlobs = new KnownBlobs();
  readonly #http: SmartHttp;
  readonly #abilities: Abilities;
  readonly #bases: KnownBases = new Map();

  constructor(options: SmartHttpOptions & { now: () => number }) {
    this.#http = new SmartHttp(options);
    this.#abilities = new Abilities(options.now);
    this.looks = new PushLooks(options.now);
  }

  endpoint(remote: Remote): Endpoint {
    return new Endpoint(remote, this.#http, this.#bases);
  }

  /** The default branch and the asked branches, live. Names are compared whole. */
  async state(remote: Remote, branches: readonly string[], signal: AbortSignal): Promise<RemoteState> {
    const wanted = branches.map((branch) => [branch, refOf(branch)] as const);
    const refs = await this.#list(remote, ["HEAD", ...wanted.map(([, ref]) => ref)], signal);
    const found = wanted.flatMap(([branch, ref]) => {
      const found = refs.get(ref);
      const sha = found?.peeled ?? found?.sha;
      return sha === undefined ? [] : [[branch, sha] as const];
    });
    const isEmpty = refs.size === 0 && (await this.#list(remote, [HEADS], signal)).size === 0;
    return { defaultBranch: defaultBranchOf(refs), branches: new Map(found), isEmpty };
  }

  /** The default branch and every branch, live. */
  async allBranches(remote: Remote, signal: AbortSignal): Promise<RemoteState> {
    const refs = await this.#list(remote, ["HEAD", HEADS], signal);
    const branches = new Map<string, Sha>();
    for (const { name, sha } of refs.values()) if (name.startsWith(HEADS)) branches.set(name.slice(HEADS.length), sha);
    return { defaultBranch: defaultBranchOf(refs), branches, isEmpty: branches.size === 0 };
  }

  /** The commit that a branch, a tag by its full name, or an id stands for. */
  async resolve(remote: Remote, ref: string, signal: AbortSignal): Promise<Sha | undefined> {
    if (isSha(ref)) return (await this.commit(remote, ref, signal))?.commit;
    const name = refOf(ref);
    const found = (await this.#list(remote, [name], signal)).get(name);
    return found?.peeled ?? found?.sha;
  }

  /** The branch, those that git cannot hold beside it, and more that is asked for; read live. */
  async readRefs(
    remote: Remote,
    branch: string,
    others: readonly string[],
    signal: AbortSignal,
  ): Promise<Map<string, Sha>> {
    const names = [branchRef(branch), ...[...namesAbove(branch), ...others].map(branchRef)];
    const refs = await this.#list(remote, names, signal);
    return new Map([...refs].map(([name, { sha }]) => [name, sha]));
  }

  /** Whether the repository has any branch. */
  async hasBranches(remote: Remote, signal: AbortSignal): Promise<boolean> {
    return (await this.#list(remote, [HEADS], signal)).size > 0;
  }

  /** A commit and its root tree, nothing else; undefined when the server has no such commit. */
  async commit(remote: Remote, sha: Sha, signal: AbortSignal): Promise<FetchedCommit | undefined> {
    const endpoint = this.endpoint(remote);
    const fetch = (wants: readonly Sha[], isDeep: boolean, isShallow: boolean) =>
      this.#abilities.through(
        endpoint,
        "filter",
        () => fetchObjects(endpoint, { wants, filter: isDeep ? "blob:none" : "tree:1", isShallow }, signal),
        signal,
      );
    const objects = await fetch([sha], false, true).catch((error: unknown) => {
      if (isMissingObject(error)) return new Map<Sha, GitObject>();
      throw error;
    });
    const object = objects.get(sha);
    if (object?.type !== "commit") return undefined;
    const shelf = new ObjectShelf(remote.url, (wants, isDeep) => fetch(wants, isDeep, false));
    shelf.add(objects);
    return { shelf, commit: sha, ...factsOf(object, remote) };
  }

  close(): void {
    this.#http.close();
  }

  #list(remote: Remote, prefixes: readonly string[], signal: AbortSignal): Promise<Map<string, ListedRef>> {
    const endpoint = this.endpoint(remote);
    return this.#abilities.through(endpoint, "ls-refs", () => listRefs(endpoint, prefixes, signal), signal);
  }
}

function defaultBranchOf(refs: ReadonlyMap<string, ListedRef>): string | undefined {
  const symref = refs.get("HEAD")?.symref;
  return symref?.startsWith(HEADS) ? symref.slice(HEADS.length) : undefined;
}

function factsOf(object: GitObject, remote: Remote) {
  try {
    return parentFacts(object);
  } catch (error) {
    throw faultProblem(error, remote.url);
  }
}
