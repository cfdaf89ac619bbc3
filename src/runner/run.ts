import { mkdir, realpath } from "node:fs/promises";
import { join } from "node:path";
import type { Logger } from "pino";
import { isProblem } from "#domain/problem.ts";
import { sameRepository } from "#domain/repo-url.ts";
import type { ModelCredentialAnswer, RunOrder } from "#domain/run-order.ts";
import { Secret } from "#domain/secret.ts";
import type { RunResult } from "#domain/session.ts";
import type { SessionEventBody } from "#domain/session-event.ts";
import type { Agent, AgentOutcome } from "#ports/agent.ts";
import type { GitWorkspace } from "#ports/git-workspace.ts";
import type { OpenModel } from "#ports/model-endpoint.ts";
import { buildAgentConfig } from "./agent-config.ts";
import { holdConversation } from "./conversation.ts";
import { Outbox } from "./outbox.ts";
import { type Destination, publishRepo } from "./publish.ts";
import type { RunClient } from "./run-client.ts";
import { failedBefore, resultOf } from "./run-result.ts";
import { openWorkspace, type Workspace } from "./workspace.ts";

export interface RunDeps {
  client: RunClient;
  gitWorkspace: GitWorkspace;
  agent: Agent;
  openModel: (answer: ModelCredentialAnswer) => Promise<OpenModel>;
  /** An absolute directory made for this attempt, empty. */
  workspace: string;
  /** Further directories the agent must not see, such as the server's data. */
  hidden: readonly string[];
  /** Values that must never surface, such as the token of this run. */
  secrets: readonly Secret[];
  now: () => Date;
  log: Logger;
  /** Aborted when the run is asked to stop. */
  signal: AbortSignal;
}

/** 0 completed, 1 failed, 2 stopped, 3 nothing could be reported. */
export type ExitCode = 0 | 1 | 2 | 3;

/** After a stop the launcher kills the run within 20 seconds, so everything left to do is bounded. */
const STOP_PUBLISH_MS = 10_000;
const STOP_REPORT_MS = 5_000;
/** Timeouts are enforced from outside 30 seconds later. */
const TIMEOUT_PUBLISH_MS = 20_000;
const PUBLISH_MS = 180_000;
const REPORT_MS = 120_000;

/** What is known while the session runs. */
interface RunContext {
  deps: RunDeps;
  order: RunOrder;
  outbox: Outbox;
  /** A stop, or a server that has replaced this run. */
  signal: AbortSignal;
  fenced: AbortSignal;
}

/** One attempt at one session: workspace, conversation, publishing, result. */
export async function runSession(deps: RunDeps): Promise<ExitCode> {
  const { client, now, log } = deps;
  let order: RunOrder;
  const root = await realpath(deps.workspace);
  try {
    order = await client.order(deps.signal);
  } catch (error) {
    log.error({ err: error }, "the run's order could not be fetched");
    return deps.signal.aborted ? 2 : 3;
  }
  await mkdir(join(root, "outbox"), { recursive: true });
  const fence = new AbortController();
  const file = join(root, "outbox/events.jsonl");
  const outbox = new Outbox({ client, file, now, log, onFenced: () => fence.abort() });
  for (const secret of deps.secrets) outbox.protect(secret);
  const signal = AbortSignal.any([deps.signal, fence.signal]);
  const guarded = { ...deps, workspace: root, client: guard(client, outbox) };
  const result = await work({ deps: guarded, order, outbox, signal, fenced: fence.signal });
  outbox.emit({ type: "result.message", payload: result });
  const isReported = await outbox.close(deps.signal.aborted ? STOP_REPORT_MS : REPORT_MS);
  log.info({ session: order.session, outcome: result.outcome, reason: result.reason, isReported }, "run ended");
  return isReported ? ({ completed: 0, failed: 1, stopped: 2 } as const)[result.outcome] : 3;
}

/** Every credential that passes is removed from what is said from then on. */
function guard(client: RunClient, outbox: Outbox): RunClient {
  return {
    ...client,
    async gitCredential(repoIndex, access, signal) {
      const credential = await client.gitCredential(repoIndex, access, signal);
      if (credential !== undefined) outbox.protect(credential.password);
      return credential;
    },
    async modelCredential(signal) {
      const answer = await client.modelCredential(signal);
      if (answer.kind === "anthropic") outbox.protect(new Secret(answer.apiKey));
      return answer;
    },
  };
}

async function work(context: RunContext): Promise<RunResult> {
  const { deps, order, outbox, signal } = context;
  const say = (text: string, level: "info" | "warning" = "info"): void =>
    outbox.emit({ type: "system.message", payload: { text, level } });
  const opening = deps.client.modelCredential(signal).then(deps.openModel);
  // Awaited below, after the clones; until then a failure is nobody's to handle.
  opening.catch(() => {});
  try {
    const workspace = await openWorkspace({ ...deps, say }, order, deps.workspace, signal);
    const model = await opening;
    outbox.protect(model.token);
    return await converseAndPublish(context, workspace, model);
  } catch (error) {
    const result = failedBefore(order, error, deps.signal.aborted);
    if (!isProblem(error) && result.outcome === "failed") deps.log.error({ err: error }, "the run failed");
    const level = result.outcome === "failed" ? "error" : "warning";
    outbox.emit({ type: "system.message", payload: { text: result.message, level } });
    return result;
  } finally {
    await opening.then((model) => model.close()).catch(() => {});
  }
}

async function converseAndPublish(context: RunContext, workspace: Workspace, model: OpenModel): Promise<RunResult> {
  const { deps, order, outbox, signal } = context;
  const emit = (event: SessionEventBody): void => outbox.emit(event);
  const config = await buildAgentConfig(configSources(order, workspace), workspace.configRoot);
  for (const text of config.refused) emit({ type: "system.message", payload: { text, level: "warning" } });
  const conversation = { agent: deps.agent, emit, now: deps.now, hidden: [workspace.root, ...deps.hidden] };
  const start = performance.now();
  const talk = { order, workspace, model, commands: config.commands };
  const outcome = await holdConversation(conversation, talk, signal);
  const durationMs = Math.round(performance.now() - start);
  const repos = await publishAll(context, workspace, outcome);
  return resultOf({ order, outcome, repos, model, durationMs });
}

/** The umbrella repository's commands come first, then those of the working directory. */
function configSources({ feature, spec }: RunOrder, { repos }: Workspace): string[] {
  const rank = (index: number, url: string): number => {
    if (feature !== undefined && sameRepository(url, feature.umbrellaUrl)) return 0;
    return index === spec.mainRepoIndex ? 1 : 2;
  };
  return repos
    .toSorted((a, b) => rank(a.index, a.repo.input.url) - rank(b.index, b.repo.input.url))
    .map((open) => open.checkout.directory);
}

/** Bounded, and not ended by the stop itself: work is kept also then. A run that was replaced pushes nothing. */
async function publishAll({ deps, order, outbox, fenced }: RunContext, workspace: Workspace, outcome: AgentOutcome) {
  const destination: Destination = outcome.kind === "completed" ? "branch" : "rescue";
  const bound = outcome.reason === "timeout" ? TIMEOUT_PUBLISH_MS : PUBLISH_MS;
  const limitMs = deps.signal.aborted ? STOP_PUBLISH_MS : bound;
  const limit = AbortSignal.timeout(limitMs);
  const publishing = {
    gitWorkspace: deps.gitWorkspace,
    client: deps.client,
    patienceMs: limitMs / 2,
    emit: (event: SessionEventBody): void => outbox.emit(event),
    say: (text: string, level: "info" | "warning" | "error" = "info"): void =>
      outbox.emit({ type: "system.message", payload: { text, level } }),
  };
  const signal = AbortSignal.any([fenced, limit]);
  return await Promise.all(workspace.repos.map((open) => publishRepo(publishing, order, open, destination, signal)));
}
