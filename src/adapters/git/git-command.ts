import { type ChildProcess, spawn } from "node:child_process";
import { Problem } from "#domain/problem.ts";
import { scrubber } from "#domain/secret.ts";
import type { Remote } from "#ports/git-repository.ts";
import { openCredentialFile } from "./credential-file.ts";
import { type GitSurroundings, gitEnvironment } from "./git-environment.ts";
import { remoteProblem } from "./git-failure.ts";
import { type GitOutput, type OutputLimits, watchOutput } from "./git-output.ts";
import { parseRemote, type RemotePolicy } from "./remote-url.ts";

export interface GitCall {
  args: readonly string[];
  /** The repository; without it git is told of none. */
  gitDir?: string;
  input?: Uint8Array | string;
  /** Whom the call talks to. It gets the credential, and the only protocol that is allowed. */
  remote?: Remote;
  /** The call reads another repository of this machine. */
  readsNeighbour?: boolean;
  env?: Readonly<Record<string, string>>;
  /** Exit codes besides 0 that are answers and no failures. */
  answers?: readonly number[];
  limits?: OutputLimits;
}

export interface GitAnswer extends GitOutput {
  exitCode: number;
}

export interface GitCommandOptions extends GitSurroundings, RemotePolicy {}

/** The only place that starts git. Arguments are arrays, the environment is made here, nothing secret is in either. */
export class GitCommand {
  readonly #options: GitCommandOptions;

  constructor(options: GitCommandOptions) {
    this.#options = options;
  }

  /** Proxy and certificate variables, for those who reach a remote without git. */
  get network(): Readonly<Record<string, string>> {
    return this.#options.network;
  }

  /** What the URL of a remote is; throws for one that may not be used. */
  addressOf(remote: Remote) {
    return parseRemote(remote, this.#options);
  }

  /** Runs git to its end. A failure is a Problem when a remote is involved, an Error otherwise. */
  async run(call: GitCall, signal: AbortSignal): Promise<GitAnswer> {
    const address = call.remote === undefined ? undefined : this.addressOf(call.remote);
    signal.throwIfAborted();
    const credential =
      call.remote === undefined || address === undefined ? undefined : await openCredentialFile(call.remote, address);
    try {
      const protocol = address?.kind ?? (call.readsNeighbour === true ? "file" : "none");
      const env = { ...gitEnvironment(this.#options, protocol, credential?.path ?? "/dev/null"), ...call.env };
      const args = [...(call.gitDir === undefined ? [] : [`--git-dir=${call.gitDir}`]), ...call.args];
      const child = spawn("git", args, {
        cwd: this.#options.home,
        env,
        stdio: ["pipe", "pipe", "pipe", ...(credential?.descriptor === undefined ? [] : [credential.descriptor])],
        // A group of its own, so that helpers such as git-remote-https die with it.
        detached: true,
      });
      child.stdin?.on("error", () => {}); // git may end before it has read everything; its exit code tells
      child.stdin?.end(call.input ?? "");
      return this.#judge(call, await watchOutput(child, call.limits ?? {}, signal));
    } finally {
      await credential?.close();
    }
  }

  /** Standard output of a call that must succeed, as text. */
  async text(call: GitCall, signal: AbortSignal): Promise<string> {
    return (await this.run(call, signal)).stdout.toString("utf8");
  }

  /** Starts git for streaming, without a remote. The caller ends it. */
  start(args: readonly string[], env: Readonly<Record<string, string>>): ChildProcess {
    return spawn("git", args, {
      cwd: this.#options.home,
      env: { ...gitEnvironment(this.#options, "none", "/dev/null"), ...env },
      stdio: ["pipe", "pipe", "pipe"],
      detached: true,
    });
  }

  #judge(call: GitCall, output: GitOutput & { exitCode: number | undefined; timedOut: boolean }): GitAnswer {
    const secret = call.remote?.credential?.password;
    const stderr = scrubber(secret === undefined ? [] : [secret])(output.stderr);
    const { exitCode } = output;
    const url = call.remote?.url;
    if (output.timedOut) throw new Problem("git-timeout", { sentence: `${url ?? "git"} took too long to answer.` });
    if (output.isCut && call.limits?.cut !== true) {
      throw new Problem("too-large", { sentence: `${url ?? "git"} answered with more than is accepted here.` });
    }
    if (output.isCut || exitCode === 0 || (exitCode !== undefined && call.answers?.includes(exitCode))) {
      return { ...output, stderr, exitCode: exitCode ?? 0 };
    }
    if (call.remote !== undefined) throw remoteProblem({ exitCode, stderr, url });
    if (/No space left on device/i.test(stderr)) throw new Problem("disk-full");
    throw new Error(`git ${call.args[0]} ended with ${exitCode}: ${stderr.slice(-2_000)}`);
  }
}
