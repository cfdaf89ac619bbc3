import { type PhaseOptions, phaseSession, type SessionRequest } from "#domain/phase-session.ts";
import { defaultPrompt } from "#domain/prompt.ts";
import { sameRepository } from "#domain/repo-url.ts";
import type { ProjectView } from "#web/api/projects.ts";
import type { BoardPhaseName, RfeView } from "#web/api/rfes.ts";

/** What a person chose in the start dialog. */
export interface SessionChoices {
  prompt: string;
  /** Whether the prompt is still the one that was suggested. */
  isSuggested: boolean;
  task: { id: string; title: string } | undefined;
  /** URL of the repository to work in. */
  workIn: string;
  /** URLs of the repositories that may be written to. */
  writable: readonly string[];
  /** Blank takes the project's default, else the server's. */
  model: string;
  minutes: number;
  agents: readonly string[];
  /** Why it may start although something is missing. */
  forceReason: string;
}

type Task = SessionChoices["task"];

/** What the project says for sessions that do not say it themselves. */
export type SessionDefaults = Pick<ProjectView["defaults"], "model" | "timeout">;

/** Minutes a session may take unless somebody says otherwise. */
export const defaultMinutes = ({ timeout = 1_800 }: SessionDefaults): number => timeout / 60;

/** The code repository of several: the first, until a person says which. */
const firstCode = (rfe: RfeView): PhaseOptions =>
  rfe.supportingRepos[0] === undefined ? {} : { repo: rfe.supportingRepos[0].url };

/** What the guide suggests for a phase. */
export function suggestedChoices(
  phase: BoardPhaseName,
  rfe: RfeView,
  task: Task,
  defaults: SessionDefaults = {},
): SessionChoices {
  const request = phaseSession(phase, rfe, { ...firstCode(rfe), task });
  const repos = request.repos ?? [];
  return {
    prompt: request.prompt,
    isSuggested: true,
    task,
    workIn: repos[request.mainRepoIndex ?? 0]?.input.url ?? rfe.umbrellaRepo.url,
    writable: repos.filter(({ output }) => output !== undefined).map(({ input }) => input.url),
    model: "",
    minutes: defaultMinutes(defaults),
    agents: [],
    forceReason: "",
  };
}

/** Another task: the prompt follows it, unless somebody wrote their own. */
export function chooseTask(choices: SessionChoices, phase: BoardPhaseName, rfe: RfeView, task: Task): SessionChoices {
  return { ...choices, task, prompt: choices.isSuggested ? defaultPrompt(phase, rfe, task) : choices.prompt };
}

/** Another place to work in: code is written there, so the right to write moves along. */
export function chooseWorkIn(choices: SessionChoices, url: string): SessionChoices {
  const moved = choices.writable.map((one) => (one === choices.workIn ? url : one));
  return { ...choices, workIn: url, writable: [...new Set(moved)] };
}

export function toggleWritable(choices: SessionChoices, url: string, isWritable: boolean): SessionChoices {
  const others = choices.writable.filter((one) => one !== url);
  return { ...choices, writable: isWritable ? [...others, url] : others };
}

/** The choices as the API takes them; a repository without output is readable only, and that is enforced. */
export function sessionBody(phase: BoardPhaseName, rfe: RfeView, choices: SessionChoices): SessionRequest {
  const options = { ...firstCode(rfe), prompt: choices.prompt.trim(), timeout: Math.round(choices.minutes * 60) };
  const request = phaseSession(phase, rfe, options);
  const branch = rfe.branchName;
  const isWritable = (url: string) => choices.writable.some((one) => sameRepository(one, url));
  const repos = (request.repos ?? []).map(({ input }) =>
    isWritable(input.url) ? { input, output: { url: input.url, targetBranch: branch, autoCommit: true } } : { input },
  );
  const main = repos.findIndex(({ input }) => sameRepository(input.url, choices.workIn));
  return {
    ...request,
    repos,
    mainRepoIndex: Math.max(0, main),
    ...(choices.model.trim() === "" ? {} : { model: choices.model.trim() }),
    ...(choices.agents.length === 0 ? {} : { agents: [...choices.agents] }),
    ...(choices.forceReason.trim() === "" ? {} : { forceReason: choices.forceReason.trim() }),
  };
}
