import { randomUUID } from "node:crypto";
import { mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Query, SDKMessage } from "@anthropic-ai/claude-agent-sdk";
import type { Logger } from "pino";
import type { SessionEventBody } from "#domain/session-event.ts";
import type { Agent, AgentOutcome, AgentTask } from "#ports/agent.ts";
import type { OpenModel } from "#ports/model-endpoint.ts";
import type { ProcessTable } from "#ports/process-table.ts";
import { agentDirectories, agentEnvironment, type HostEnvironment } from "./agent-environment.ts";
import { agentOptions } from "./agent-options.ts";
import { type AgentProcess, createAgentProcess } from "./agent-process.ts";
import { toEvents } from "./message-mapping.ts";
import { type Ending, stoppedOutcome, toOutcome } from "./outcome.ts";
import { type Confinement, probeSandbox, type Sandbox } from "./sandbox.ts";

/** How long the agent may take to leave after it has given its result. */
const FAREWELL_MS = 1_000;

/** The variable that every process of one conversation inherits. */
const MARK = "VTEAM_AGENT";

/** With the agent's own back-off, about ten seconds in all. */
const MAX_RETRIES = 4;

export interface ClaudeAgentOptions {
  host: HostEnvironment;
  /** Where what the agent started is found again, to end it. */
  processes: ProcessTable;
  log: Logger;
  /** Left out, the machine is probed once for the strongest sandbox. */
  sandbox?: Sandbox;
  /** How often a failing model is asked again before the conversation fails. */
  maxRetries?: number;
}

/** An agent on the Claude Agent SDK: one process of its command line tool per conversation. */
export function openClaudeAgent(options: ClaudeAgentOptions): Agent {
  // Both take a while and depend on nothing, so they start before the first conversation.
  const sandbox = options.sandbox === undefined ? probeSandbox() : Promise.resolve(options.sandbox);
  const sdk = import("@anthropic-ai/claude-agent-sdk");
  for (const early of [sandbox, sdk]) early.catch(() => {});
  return {
    async converse(task, model, emit, signal) {
      const conversation = new Conversation(model, emit);
      if (signal.aborted) return conversation.stopped();
      if (!(await sandbox).isConfining) emit(unconfined);
      const retries = { CLAUDE_CODE_MAX_RETRIES: `${options.maxRetries ?? MAX_RETRIES}` };
      const env = { ...agentEnvironment(task, model, options.host), ...retries, [MARK]: randomUUID() };
      const scratch = await mkdtemp(join(tmpdir(), "vteam-mounts-"));
      try {
        const surroundings = { sandbox: await sandbox, processes: options.processes, mark: `${MARK}=${env[MARK]}` };
        const process = createAgentProcess(surroundings, await confine(task, scratch));
        const stream = (await sdk).query({ prompt: task.prompt, options: agentOptions(task, model, env, process) });
        return await converseUntil({ stream, process, conversation, log: options.log }, signal);
      } finally {
        await rm(scratch, { recursive: true, force: true });
      }
    },
  };
}

const unconfined: SessionEventBody = {
  type: "system.message",
  payload: {
    level: "warning",
    text: "This machine cannot confine the agent (it allows no mount namespace): read-only repositories are guarded by rules only, and are checked afterwards.",
  },
};

async function confine(task: AgentTask, scratch: string): Promise<Confinement> {
  const { config, temporary } = agentDirectories(task.home);
  for (const directory of [config, temporary]) await mkdir(directory, { recursive: true });
  const visible = [...task.writable, ...task.readOnly, task.workingDirectory, task.home, task.configRoot];
  return {
    workingDirectory: await realpath(task.workingDirectory),
    readOnly: await existing([...task.readOnly, task.configRoot]),
    hidden: await existing(task.hidden),
    visible: await existing(visible),
    scratch: await realpath(scratch),
  };
}

/** Real paths, because only they can be compared; what is not there needs no protection. */
async function existing(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(paths.map((path) => realpath(path).catch(() => undefined)));
  return found.filter((path) => path !== undefined);
}

interface Talk {
  stream: Query;
  process: AgentProcess;
  conversation: Conversation;
  log: Logger;
}

async function converseUntil({ stream, process, conversation, log }: Talk, signal: AbortSignal): Promise<AgentOutcome> {
  const stopped = Promise.withResolvers<"stopped">();
  const stop = () => stopped.resolve("stopped");
  signal.addEventListener("abort", stop, { once: true });
  try {
    const how = await Promise.race([conversation.listen(stream), conversation.farewell(), stopped.promise]);
    // Also after a normal end: a tool may have left something running in the background.
    await process.end();
    if (how === "stopped") return conversation.stopped();
    if (how !== "ended") log.debug({ error: how, stderr: process.stderr() }, "the agent process failed");
    return conversation.outcome();
  } finally {
    signal.removeEventListener("abort", stop);
    stream.close();
  }
}

/** What is known of one conversation so far. */
class Conversation {
  readonly #model: OpenModel;
  readonly #emit: (event: SessionEventBody) => void;
  readonly #result = Promise.withResolvers<void>();
  #ending: Ending;
  #isRunning = false;

  constructor(model: OpenModel, emit: (event: SessionEventBody) => void) {
    this.#model = model;
    this.#emit = emit;
    this.#ending = { result: undefined, modelError: undefined, sdkSessionId: undefined, isPaid: model.isPaid };
  }

  /** Until the stream ends or breaks. What it throws after a result only repeats that result. */
  async listen(stream: AsyncIterable<SDKMessage>): Promise<unknown> {
    try {
      for await (const message of stream) this.#take(message);
      return "ended";
    } catch (error) {
      return error;
    }
  }

  /** A while after the result, whatever the agent's process still does. */
  async farewell(): Promise<"ended"> {
    await this.#result.promise;
    await delay(FAREWELL_MS);
    return "ended";
  }

  outcome = (): AgentOutcome => toOutcome(this.#ending);
  stopped = (): AgentOutcome => stoppedOutcome(this.#ending);

  #take(message: SDKMessage): void {
    if (message.type === "result") {
      this.#ending.result = message;
      this.#result.resolve();
    }
    if (message.type === "assistant" && message.error !== undefined) this.#ending.modelError = message.error;
    if (message.type === "system" && message.subtype === "init") this.#ending.sdkSessionId = message.session_id;
    for (const event of toEvents(message)) this.#tell(event);
  }

  #tell(event: SessionEventBody): void {
    if (event.type !== "agent.running") {
      this.#emit(event);
    } else if (!this.#isRunning) {
      // The start is repeated with every turn.
      this.#isRunning = true;
      const model = this.#model.isPaid ? event.payload.model : this.#model.displayName;
      this.#emit({ ...event, payload: { ...event.payload, model } });
    }
  }
}
