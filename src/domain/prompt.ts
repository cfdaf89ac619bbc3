import { sameRepository } from "./repo-url.ts";
import type { RfeSpec } from "./rfe.ts";
import { specsDirectory } from "./rfe.ts";
import type { RunOrder } from "./run-order.ts";
import type { RfePhase } from "./session.ts";

const MAX_DESCRIPTION = 1_000;

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** The guide's sentence of a phase, for the feature at hand. A person may edit it before the session starts. */
export function defaultPrompt(
  phase: RfePhase,
  rfe: Pick<RfeSpec, "title" | "description" | "branchName">,
  firstTask?: { id: string; title: string },
): string {
  const directory = specsDirectory(rfe.branchName);
  switch (phase) {
    case "ideate":
      return `Explore the idea behind ${rfe.title}: who needs it, what it must do, what speaks against it, and which questions are open. Do not change any file.`;
    case "specify": {
      const description = rfe.description.trim().slice(0, MAX_DESCRIPTION);
      const covers = description === "" ? "" : ` The spec should cover: ${sentence(description)}`;
      return `Create a detailed specification for ${rfe.title}. Use the /specify command to guide the process.${covers}`;
    }
    case "plan":
      return `Create a detailed implementation plan in ${directory}/plan.md. Reference the existing spec.md and use the /plan command to guide the process. Break down the implementation into phases, components, and tasks.`;
    case "tasks":
      return `Create a tasks breakdown in ${directory}/tasks.md. Reference plan.md and spec.md. Use the /tasks command. Break the plan into specific, actionable tasks with dependencies, acceptance criteria, and story points.`;
    case "implement":
      return `Implement ${taskName(firstTask)} from ${directory}/tasks.md. Write the code and its tests in the repository you work in, and run the tests.`;
    case "review":
      return `Review the ${rfe.title} implementation. Check for security issues, code quality, test coverage. Create a PR summary highlighting the changes.`;
  }
}

/** The guide numbers tasks, spec-kit names them T001. */
function taskName(task: { id: string; title: string } | undefined): string {
  if (task === undefined) return "the first open task";
  return /^\d+$/.test(task.id) ? `Task ${task.id}: ${task.title}` : `${task.id}: ${task.title}`;
}

/** Where the agent finds a repository of the session. */
export interface PromptRepository {
  url: string;
  directory: string;
  isReadOnly: boolean;
  isMain: boolean;
}

/**
 * What the agent is sent: the session's prompt and the facts it cannot know. A slash command is only expanded at the
 * very start of the text, so the command of the phase comes first, when the branch has it.
 */
export function composePrompt(
  order: RunOrder,
  commands: readonly string[],
  repositories: readonly PromptRepository[],
): string {
  const command = phaseCommand(order.feature?.phase, commands);
  const facts = [
    ...featureFacts(order),
    ...baseFact(order),
    ...repositoryFacts(repositories),
    ...descriptionFact(order),
  ];
  const text = [order.spec.prompt, ...(facts.length === 0 ? [] : ["", ...facts])].join("\n");
  return command === undefined || text.startsWith("/") ? text : `/${command} ${text}`;
}

function phaseCommand(phase: RfePhase | undefined, commands: readonly string[]): string | undefined {
  if (phase !== "specify" && phase !== "plan" && phase !== "tasks") return undefined;
  return [`speckit.${phase}`, `speckit-${phase}`, phase].find((name) => commands.includes(name));
}

function featureFacts({ feature, spec }: RunOrder): string[] {
  const personas = spec.agents ?? [];
  return [
    ...(feature === undefined
      ? []
      : [
          `Feature: ${feature.title}`,
          `Feature branch: ${feature.branchName}`,
          `SPECIFY_FEATURE_DIRECTORY=${specsDirectory(feature.branchName)}`,
        ]),
    ...(personas.length === 0 ? [] : [`Agents: consult these personas: ${personas.join(", ")}`]),
  ];
}

/** What the work is compared with, in the repository the agent starts in. */
function baseFact({ feature, spec }: RunOrder): string[] {
  const main = spec.repos[spec.mainRepoIndex]?.input.url;
  const base = feature?.bases.find(({ url }) => main !== undefined && sameRepository(url, main));
  return base === undefined ? [] : [`Base branch: ${base.branch}`];
}

function repositoryFacts(repositories: readonly PromptRepository[]): string[] {
  return repositories.map(({ url, directory, isReadOnly, isMain }) => {
    const access = isReadOnly ? "read-only" : "writable";
    return isMain
      ? `Main repository: ${url} is the working directory (${access})`
      : `Other repository: ${url} is in ${directory} (${access})`;
  });
}

/** Last, because it may have many lines. */
function descriptionFact({ feature }: RunOrder): string[] {
  const description = feature?.description.trim() ?? "";
  return description === "" ? [] : [`Feature description: ${description}`];
}
