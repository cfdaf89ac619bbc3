import { isAbsolute } from "node:path";
import type { SeedRequest } from "#domain/operation.ts";
import { Problem } from "#domain/problem.ts";
import type { Kit } from "#domain/seed-kit.ts";
import type { SeedContent, SourceAccess } from "#ports/seed-content.ts";
import { assembleAgents } from "./agent-source.ts";
import { ArchiveFetcher, archiveTree, isArchiveUrl } from "./archive-source.ts";
import { assembleKit } from "./assemble-kit.ts";
import { readBuiltinAgents, readBuiltinKit } from "./builtin-kit.ts";
import { agentDirectorySource, directorySource } from "./directory-source.ts";
import { expandUrl, findCommit, gitSource, type SourceGit } from "./git-source.ts";
import { KitCache } from "./kit-cache.ts";
import { sha256 } from "./seed-file.ts";
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

interface Sources extends SeedContentOptions {
  cache: KitCache;
  archives: ArchiveFetcher;
}

/** The sources of what is seeded. The built-in kit is read once; what came from a commit is made once. */
export function openSeedContent(options: SeedContentOptions): SeedContent {
  const sources = { ...options, cache: new KitCache(), archives: new ArchiveFetcher(options.allowHttp) };
  let kit: Promise<Kit> | undefined;
  let agents: Promise<Kit> | undefined;
  const builtinKit = (): Promise<Kit> => (kit ??= readBuiltinKit(options.kitDirectory, options.version));
  const builtinAgents = (): Promise<Kit> => (agents ??= readBuiltinAgents(options.kitDirectory, options.version));
  return {
    async specKit(request, access, signal) {
      const warnings = requestWarnings(request);
      const result = await (isBuiltin(request.specKitRepo)
        ? builtinKit()
        : foreignKit(sources, request.specKitRepo, given(request.specKitVersion), await builtinKit(), access, signal));
      return { ...result, warnings: [...warnings, ...result.warnings] };
    },
    async agents(request, access, signal) {
      if (isBuiltin(request.agentSourceUrl)) return builtinAgents();
      const source = request.agentSourceUrl;
      const directory = agentDirectory(request.agentSourcePath);
      const where = `${directory === "" ? "The root" : directory} of ${source}`;
      const assemble = async (tree: SourceTree | undefined): Promise<Kit> => {
        const found = await assembleAgents(tree, where);
        return typeof found === "string" ? standIn(await builtinAgents(), found) : found;
      };
      if (isAbsolute(source)) return assemble(await agentDirectorySource(source, directory, options.allowDirectories));
      const remote = await access(expandUrl(source));
      const commit = await findCommit(options.git, remote, given(request.agentSourceBranch), signal);
      return sources.cache.get(["agents", remote.url, commit, directory], async () =>
        assemble(await gitSource(options.git, remote, commit, directory, signal)),
      );
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

async function foreignKit(
  { git, allowDirectories, cache, archives }: Sources,
  source: string,
  version: string | undefined,
  ours: Kit,
  access: SourceAccess,
  signal: AbortSignal,
): Promise<Kit> {
  if (isAbsolute(source)) return assembleKit(await directorySource(source, allowDirectories, "invalid-kit"), ours);
  const url = expandUrl(source);
  const remote = await access(url);
  if (isArchiveUrl(url)) {
    const bytes = await archives.fetch(remote.url, signal);
    return cache.get(["archive", url, sha256(bytes)], async () => assembleKit(await archiveTree(bytes, url), ours));
  }
  const commit = await findCommit(git, remote, version, signal);
  return cache.get(["kit", remote.url, commit], async () => {
    const tree = await gitSource(git, remote, commit, "", signal);
    if (!tree) throw new Problem("invalid-kit", { sentence: `${url} is empty.` });
    return assembleKit(tree, ours);
  });
}

/** A branch without personas would be half a workspace, and one mistyped path no reason to refuse the rest. */
const standIn = (ours: Kit, why: string): Kit => ({
  ...ours,
  warnings: [`${why} A branch without personas gets the built-in ones; name the right path and seed again for others.`],
  isStandIn: true,
});

/** "agents" is what the guide names when nobody says otherwise. */
function agentDirectory(path: string | undefined): string {
  const directory = (path ?? "agents").replace(/^(\.?\/)+|\/+$/g, "");
  const fault = directory === "" || directory === "." ? undefined : pathFault(directory);
  if (fault === undefined) return directory === "." ? "" : directory;
  throw new Problem("invalid-agents", { sentence: `agentSourcePath ${JSON.stringify(path)} ${fault}.` });
}
