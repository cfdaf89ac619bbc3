import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { backendRepository } from "#cli/sample/backend-repository.ts";
import { sampleRfe } from "#cli/sample/sample-rfe.ts";
import { specsRepository } from "#cli/sample/specs-repository.ts";
import { type PhaseRfe, phaseSession } from "#domain/phase-session.ts";
import { type BoardPhase, boardPhases } from "#domain/rfe-phase.ts";
import { pushFiles } from "#test/fakes/git-client.ts";
import { type Answer, type Requester, requester } from "#test/fakes/http-request.ts";
import { removeData, type VteamServer } from "#test/fakes/vteam-server.ts";

/** Fills a server over its API, so that a screen has something to show. */
export class Scene {
  readonly call: Requester;
  readonly #server: VteamServer;

  constructor(server: VteamServer) {
    this.#server = server;
    this.call = requester(server.origin, server.token);
  }

  async #ask(method: string, path: string, body?: unknown): Promise<Answer["body"]> {
    const answer = await this.call(method, path, body === undefined ? {} : { body });
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  createProject = (name: string, displayName: string | undefined = name, description = ""): Promise<void> =>
    this.#ask("POST", "/api/projects", { name, displayName, description });

  /** An empty repository of this server, filled with the sample files of the demo. */
  async createRepository(project: string, name: "specs" | "backend"): Promise<string> {
    const { url } = await this.#ask("POST", `/api/projects/${project}/repositories`, { name });
    this.push(url, name);
    return url;
  }

  push(url: string, sample: "specs" | "backend"): void {
    const directory = mkdtempSync(join(tmpdir(), "vteam-scene-"));
    pushFiles(directory, url, this.#server.token, sample === "specs" ? specsRepository() : backendRepository());
    removeData(directory);
  }

  createRfe(project: string, repositories: readonly string[], change: object = {}): Promise<PhaseRfe> {
    const [umbrella, ...supporting] = repositories;
    const ref = (url: string | undefined) => ({ url, branch: "main" });
    const body = { ...sampleRfe, umbrellaRepo: ref(umbrella), supportingRepos: supporting.map(ref), ...change };
    return this.#ask("POST", `/api/projects/${project}/rfe-workflows`, body);
  }

  seed = (project: string, id: string): Promise<void> =>
    this.#ask("POST", `/api/projects/${project}/rfe-workflows/${id}/seed`, {});

  async startSession(project: string, body: object): Promise<string> {
    return (await this.#ask("POST", `/api/projects/${project}/agentic-sessions`, body)).name;
  }

  startPhase = (project: string, rfe: PhaseRfe, phase: BoardPhase, model?: string): Promise<string> =>
    this.startSession(project, { ...phaseSession(phase, rfe, { model }) });

  async statusOf(project: string, session: string): Promise<{ phase: string; message: string }> {
    return (await this.#ask("GET", `/api/projects/${project}/agentic-sessions/${session}`)).status;
  }

  /** Asks until it is so; benchmarks use this too, so it is not vitest's. */
  async waitForSession(project: string, session: string, wanted: readonly string[]): Promise<void> {
    const deadline = Date.now() + 45_000;
    for (;;) {
      const { phase, message } = await this.statusOf(project, session);
      if (wanted.includes(phase)) return;
      if (Date.now() > deadline) throw new Error(`${session} is ${phase}, not ${wanted.join(" or ")}. ${message}`);
      await setTimeout(100);
    }
  }

  /** Takes an RFE through phases, one after the other. */
  async complete(project: string, rfe: PhaseRfe, phases: readonly BoardPhase[] = boardPhases): Promise<void> {
    for (const phase of phases) {
      const session = await this.startPhase(project, rfe, phase);
      await this.waitForSession(project, session, ["Completed"]);
    }
  }
}
