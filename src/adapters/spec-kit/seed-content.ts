import { isAbsolute } from "node:path";
import type { SeedRequest } from "#domain/operation.ts";
import { Problem } from "#domain/problem.ts";
import type { Kit } from "#domain/seed-kit.ts";
import type { SeedContent, SourceAccess } from "#ports/seed-content.ts";
import { assembleAgents } from "./agent-source.ts";
import { archiveTree, fetchArchive, isArchiveUrl } from "./archive-source.ts";
import { assembleKit } from "./assemble-kit.ts";
import { readBuiltinAgents, readBuiltinKit } from "./builtin-kit.ts";
import { directorySource } from "./directory-source.ts";
import { expandUrl, gitSource, type SourceGit } from "./git-source.ts";
import { pathFault, type SourceTree } from "./source-tree.ts";

export interface SeedContentOptions {
  git: SourceGit;
  /** The kit folder of this package. */
  kitDirectory: string;
  /** The version of this package: that of the built-in kit. */
  version: string;
  /** Sources may be directories of this machine below this one; none without it. */
  allowDirectories: string | undefined;
  /** Archives may come over plain http: for tests and closed networks only. */
  allowHttp: boolean;
}

const isBuiltin = (source: string | undefined): source is undefined | "" | "builtin" =>
  source === undefined || source === "" || source === "builtin";
const given = (text: string | undefined): string | undefined => (text === "" ? undefined : text);

/** The sources of what is seeded. The built-in kit is read once. */
export function openSeedContent(options: SeedContentOptions): SeedContent {
  let kit: Promise<Kit> | undefined;
  let agents: Promise<Kit> | undefined;
  const builtinKit = (): Promise<Kit> => (kit ??= readBuiltinKit(options.kitDirectory, options.version));
  const builtinAgents = (): Promise<Kit> => (agents ??= readBuiltinAgents(options.kitDirectory, options.version));
  return {
    async specKit(request, access, signal) {
      const ours = await builtinKit();
      const warnings = requestWarnings(request);
      const result = isBuiltin(request.specKitRepo)
        ? ours
        : await assembleKit(
            await kitTree(options, request.specKitRepo, given(request.specKitVersion), access, signal),
            ours,
          );
      return { ...result, warnings: [...warnings, ...result.warnings] };
    },
    async agents(request, access, signal) {
      if (isBuiltin(request.agentSourceUrl)) return builtinAgents();
      const directory = agentDirectory(request.agentSourcePath);
      const where = `${directory === "" ? "The root" : directory} of ${request.agentSourceUrl}`;
      const tree = await agentTree(
        options,
        request.agentSourceUrl,
        given(request.agentSourceBranch),
        directory,
        access,
        signal,
      );
      if (!tree) throw new Problem("invalid-agents", { sentence: `${where} does not exist.` });
      return assembleAgents(tree, where);
    },
  };
}

/** What a request says that has no effect: saying nothing would look like obeying. */
function requestWarnings(request: SeedRequest): string[] {
  const version = given(request.specKitVersion);
  if (isBuiltin(request.specKitRepo))
    return version === undefined || version === "builtin"
      ? []
      : [`specKitVersion ${version} has no effect without specKitRepo.`];
  const template = given(request.specKitTemplate);
  if (template === undefined || template === "spec-kit-template-claude-sh") return [];
  return [`specKitTemplate ${template} has no effect: commands are always made for Claude with bash scripts.`];
}

async function kitTree(
  options: SeedContentOptions,
  source: string,
  version: string | undefined,
  access: SourceAccess,
  signal: AbortSignal,
): Promise<SourceTree> {
  if (isAbsolute(source)) return directorySource(source, options.allowDirectories, "invalid-kit");
  const url = expandUrl(source);
  const remote = await access(url);
  if (isArchiveUrl(url)) return archiveTree(await fetchArchive(remote.url, options.allowHttp, signal), url);
  const tree = await gitSource(options.git, remote, version, "", signal);
  if (!tree) throw new Problem("invalid-kit", { sentence: `${url} is empty.` });
  return tree;
}

/** "agents" is what the guide names when nobody says otherwise. */
function agentDirectory(path: string | undefined): string {
  const directory = (path ?? "agents").replace(/^(\.?\/)+|\/+$/g, "");
  const fault = directory === "" || directory === "." ? undefined : pathFault(directory);
  if (fault === undefined) return directory === "." ? "" : directory;
  throw new Problem("invalid-agents", { sentence: `agentSourcePath ${JSON.stringify(path)} ${fault}.` });
}

async function agentTree(
  options: SeedContentOptions,
  source: string,
  branch: string | undefined,
  directory: string,
  access: SourceAccess,
  signal: AbortSignal,
): Promise<SourceTree | undefined> {
  if (isAbsolute(source)) return directorySource(`${source}/${directory}`, options.allowDirectories, "invalid-agents");
  return gitSource(options.git, await access(expandUrl(source)), branch, directory, signal);
}
