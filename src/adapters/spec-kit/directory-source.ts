import { existsSync } from "node:fs";
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { Problem } from "#domain/problem.ts";
import { limits, pathFault, type SourceTree } from "./source-tree.ts";

const NOT_ALLOWED = "directories of this server are not allowed as sources";

/** A directory on this machine, which must lie below the one that the configuration allows. Links are not followed. */
export async function directorySource(
  directory: string,
  allowedRoot: string | undefined,
  code: "invalid-kit" | "invalid-agents",
): Promise<SourceTree> {
  const refused = refusal(code, directory);
  if (allowedRoot === undefined) throw refused(NOT_ALLOWED);
  const root = await locate(directory, allowedRoot, refused);
  const paths: string[] = [];
  const warnings: string[] = [];
  await walk({ root, paths, warnings, refused }, "");
  return {
    paths,
    record: { source: directory, version: "directory" },
    warnings,
    async read(path) {
      const file = await realpath(join(root, path));
      if (!isInside(file, root)) throw refused(`${path} leads out of it`);
      if ((await stat(file)).size > limits.fileBytes) throw refused(`${path} is larger than 5 MB`);
      return readFile(file);
    },
  };
}

/** A directory below a source that may be used; undefined when the source has no such thing. */
export async function agentDirectorySource(
  source: string,
  directory: string,
  allowedRoot: string | undefined,
): Promise<SourceTree | undefined> {
  const refused = refusal("invalid-agents", source);
  if (allowedRoot === undefined) throw refused(NOT_ALLOWED);
  await locate(source, allowedRoot, refused);
  const path = join(source, directory);
  return existsSync(path) ? directorySource(path, allowedRoot, "invalid-agents") : undefined;
}

async function locate(directory: string, allowedRoot: string, refused: Refused): Promise<string> {
  try {
    const root = await realpath(resolve(directory));
    if (isInside(root, await realpath(allowedRoot)) && (await stat(root)).isDirectory()) return root;
  } catch (error) {
    throw refused("there is no such directory", error);
  }
  throw refused("it is not a directory below the one the configuration allows");
}

function isInside(path: string, root: string): boolean {
  const way = relative(root, path);
  return way === "" || !(way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way));
}

interface Walk {
  root: string;
  paths: string[];
  warnings: string[];
  refused: Refused;
}

async function walk(found: Walk, below: string): Promise<void> {
  for (const entry of await readdir(join(found.root, below), { withFileTypes: true })) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.name === ".git" || entry.name === "node_modules") continue;
    const fault = pathFault(path);
    if (fault !== undefined) found.warnings.push(`A path in the directory ${fault}: left out.`);
    else if (entry.isDirectory()) await walk(found, path);
    else if (entry.isFile()) found.paths.push(path);
    else found.warnings.push(`${path} is a link or a device: left out.`);
    if (found.paths.length > limits.entries) throw found.refused("it holds more than 2,000 files");
  }
}

type Refused = (why: string, cause?: unknown) => Problem;

const refusal =
  (code: "invalid-kit" | "invalid-agents", directory: string): Refused =>
  (why, cause) =>
    new Problem(code, { sentence: `The directory ${directory} cannot be used: ${why}.`, cause });
