import type { SeedInputs } from "#web/api/seeding.ts";

/** Where the kit and the agents come from, as it is typed. */
export type SourceValues = Required<{ [K in keyof SeedInputs]: string }>;

/** The sources that the guide names. */
const guideKit = {
  specKitRepo: "github/spec-kit",
  specKitVersion: "main",
  specKitTemplate: "spec-kit-template-claude-sh",
};
const guideAgents = {
  agentSourceUrl: "https://github.com/ambient-code/vTeam",
  agentSourceBranch: "main",
  agentSourcePath: "agents",
};

const kitOf = ({ specKitRepo = "", specKitVersion = "", specKitTemplate = "" }: SeedInputs) => ({
  specKitRepo,
  specKitVersion,
  specKitTemplate,
});
const agentsOf = ({ agentSourceUrl = "", agentSourceBranch = "", agentSourcePath = "" }: SeedInputs) => ({
  agentSourceUrl,
  agentSourceBranch,
  agentSourcePath,
});

/** Sources as they are typed: blank where nothing is said. */
export const sourceValues = (own: SeedInputs): SourceValues => ({ ...kitOf(own), ...agentsOf(own) });

/** What to start from: the project's own sources, and the guide's where it has none. */
export const suggestedSources = (own: SeedInputs): SourceValues => ({
  ...(own.specKitRepo === undefined ? guideKit : kitOf(own)),
  ...(own.agentSourceUrl === undefined ? guideAgents : agentsOf(own)),
});

/** The fields that say something. */
export const withoutBlanks = (values: SeedInputs): SeedInputs =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, text = ""]) => (text.trim() === "" ? [] : [[name, text.trim()]])),
  );

/** What was typed, whatever the project's defaults are: a source left blank is the one that vteam ships. */
export const seedBody = (values: SourceValues): SeedInputs => ({
  specKitRepo: "builtin",
  agentSourceUrl: "builtin",
  ...withoutBlanks(values),
});

/** What "Use defaults" stands for in a project. */
export function defaultsHint({ specKitRepo, agentSourceUrl }: SeedInputs): string {
  if (specKitRepo === undefined && agentSourceUrl === undefined)
    return "The kit and the seven agents that vteam ships; nothing is downloaded.";
  const named = (source: string | undefined) =>
    source === undefined || source === "builtin" ? "what vteam ships" : source;
  return `As the project's settings say. Spec-Kit: ${named(specKitRepo)}; agents: ${named(agentSourceUrl)}.`;
}
