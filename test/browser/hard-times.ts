import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { specsRepository } from "#cli/sample/specs-repository.ts";
import type { PhaseRfe } from "#domain/phase-session.ts";
import { makeBareRepository } from "#test/fakes/bare-repository.ts";
import { git, pushFiles, writeFiles } from "#test/fakes/git-client.ts";
import { startGitServer } from "#test/fakes/git-server.ts";
import { removeData, type VteamServer } from "#test/fakes/vteam-server.ts";
import type { Scene } from "./scene.ts";

/** Where to see what goes wrong or is under way. */
export interface HardTimes {
  project: string;
  /** An RFE with a phase of every kind. */
  mixed: string;
  /** RFEs whose seeding is refused, hangs at its last step, or cannot be looked at. */
  refused: string;
  seeding: string;
  operation: string;
  unreachable: string;
  /** Sessions by what became of them. */
  failed: string;
  lost: string;
  running: string;
  queued: string;
  /** Stopped before it began, so that it has no log. */
  unsaid: string;
}

/** A git host that refuses pushes to denied.git, never answers those to slow.git, and loses gone.git when told. */
export async function openTroubledHost() {
  const root = mkdtempSync(join(tmpdir(), "vteam-host-"));
  for (const name of ["denied", "slow", "gone"]) {
    await makeBareRepository(join(root, `${name}.git`));
    pushFiles(join(root, name), join(root, `${name}.git`), "", specsRepository());
  }
  const server = await startGitServer(root);
  let isLost = false;
  server.switches.intercept = ({ url = "" }) => {
    if (isLost && url.startsWith("/gone")) return { status: 503, headers: {}, body: Buffer.from("maintenance\n") };
    if (/^\/denied.*git-receive-pack/.test(url))
      return { status: 403, headers: {}, body: Buffer.from("no push access\n") };
    return undefined;
  };
  const never = new Promise<void>(() => {});
  server.switches.gate = ({ url = "", method }) =>
    method === "POST" && /^\/slow.*git-receive-pack/.test(url) ? never : undefined;
  const close = async (): Promise<void> => {
    await server.close();
    removeData(root);
  };
  const lose = (): void => {
    isLost = true;
  };
  return { origin: server.origin, lose, close };
}

type TroubledHost = Awaited<ReturnType<typeof openTroubledHost>>;

/** Brings about, over the API and with git, what nobody hopes to see. */
export class HardTimesScene {
  readonly #scene: Scene;
  readonly #server: VteamServer;
  readonly #host: TroubledHost;
  readonly project = "platform";

  constructor(scene: Scene, server: VteamServer, host: TroubledHost) {
    this.#scene = scene;
    this.#server = server;
    this.#host = host;
  }

  /** Everything that stays as it is. */
  async settle() {
    const { project } = this;
    await this.#scene.createProject(project, "Platform", "What the other teams build on.");
    const specs = await this.#scene.createRepository(project, "specs");
    const backend = await this.#scene.createRepository(project, "backend");
    const [mixed, lost] = await Promise.all([this.#mix([specs, backend]), this.#lose(specs)]);
    const denied = await this.#rfe("Single sign-on for partners", [`${this.#host.origin}/denied.git`]);
    await this.#scene.call("POST", `/api/projects/${project}/rfe-workflows/${denied.id}/seed`, { body: {} });
    const unreachable = await this.#rfe("Usage reports", [`${this.#host.origin}/gone.git`]);
    this.#host.lose();
    const slow = await this.#rfe("Rate limits", [specs, `${this.#host.origin}/slow.git`]);
    return { project, specs, slow, lost, ...mixed, refused: denied.id, unreachable: unreachable.id };
  }

  /** Everything that lasts only for a moment: a minute for the sessions, half of that for the seeding. */
  async begin({ specs, slow, rfe, ...settled }: Awaited<ReturnType<HardTimesScene["settle"]>>): Promise<HardTimes> {
    const { project } = this;
    const busy = { prompt: "Look for endpoints without a limit.", model: "offline-busy" };
    const repos = [{ input: { url: specs, branch: "main" } }];
    const running = await this.#scene.startPhase(project, rfe, "plan", "offline-busy");
    await this.#scene.startSession(project, { ...busy, repos });
    const queued = await this.#scene.startSession(project, { ...busy, repos });
    const unsaid = await this.#scene.startSession(project, { ...busy, repos });
    await this.#scene.call("POST", `/api/projects/${project}/agentic-sessions/${unsaid}/stop`, { body: {} });
    await this.#scene.waitForSession(project, unsaid, ["Stopped"]);
    await this.#busy(running);
    const { body } = await this.#scene.call("POST", `/api/projects/${project}/rfe-workflows/${slow.id}/seed`, {
      body: {},
      headers: { Prefer: "respond-async" },
    });
    return { ...settled, mixed: rfe.id, seeding: slow.id, operation: body.operationId, running, queued, unsaid };
  }

  #rfe(title: string, repositories: readonly string[]): Promise<PhaseRfe> {
    const branchName = `ambient-${title.toLowerCase().replaceAll(" ", "-")}`;
    return this.#scene.createRfe(this.project, repositories, { title, branchName });
  }

  /** Specified, planned anew after the specification changed, tasks that are now old, and a failed implementation. */
  async #mix(repositories: readonly string[]): Promise<{ rfe: PhaseRfe; failed: string }> {
    const rfe = await this.#scene.createRfe(this.project, repositories);
    await this.#scene.seed(this.project, rfe.id);
    await this.#scene.complete(this.project, rfe, ["specify", "plan", "tasks"]);
    const work = mkdtempSync(join(tmpdir(), "vteam-person-"));
    const clone = join(work, "specs");
    git(work, this.#server.token, "clone", "-q", "-b", rfe.branchName, repositories[0] ?? "", clone);
    const path = `specs/${rfe.branchName}/spec.md`;
    const content = `${readFileSync(join(clone, path), "utf8")}\nRefresh tokens rotate on every use.\n`;
    writeFiles(clone, [{ path, content }]);
    git(clone, undefined, "commit", "-qam", "docs: refresh tokens rotate");
    git(clone, this.#server.token, "push", "-q", "origin", rfe.branchName);
    removeData(work);
    const failed = await this.#scene.startPhase(this.project, rfe, "implement", "offline-401");
    await this.#scene.waitForSession(this.project, failed, ["Failed"]);
    return { rfe, failed };
  }

  /** A session whose processes are killed while it works. */
  async #lose(url: string): Promise<string> {
    const repos = [{ input: { url, branch: "main" } }];
    const body = { prompt: "List the endpoints of the service.", model: "offline-busy", repos };
    const session = await this.#scene.startSession(this.project, body);
    await this.#busy(session);
    for (const pid of processesOf(session))
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It died with another one.
      }
    await this.#scene.waitForSession(this.project, session, ["Error"]);
    return session;
  }

  /** Waits until the agent of a session is at its first tool. */
  async #busy(session: string): Promise<void> {
    const path = `/api/projects/${this.project}/agentic-sessions/${session}/messages?limit=200`;
    for (const deadline = Date.now() + 45_000; Date.now() < deadline; await setTimeout(100)) {
      const { body } = await this.#scene.call("GET", path);
      if (body.messages.some(({ type }: { type: string }) => type === "tool.use")) return;
    }
    throw new Error(`${session} never called a tool`);
  }
}

/** The processes that work in the directory of a session. */
const processesOf = (session: string): number[] =>
  readdirSync("/proc")
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, "latin1").includes(`/${session}/`);
      } catch {
        return false;
      }
    })
    .map(Number);
