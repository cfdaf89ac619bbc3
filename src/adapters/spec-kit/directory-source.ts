import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { Problem } from "#domain/problem.ts";
import { limits, pathFault, type SourceTree } from "./source-tree.ts";

/** A directory on this machine, which must lie below the one that the configuration allows. Links are not followed. */
export async function directorySource(directory: string, allowedRoot: string | undefined): Promise<SourceTree> {
  if (allowedRoot === undefined) throw refused(directory, "directories of this server are not allowed as sources");
  const root = await locate(directory, allowedRoot);
  const paths: string[] = [];
  const warnings: string[] = [];
  await walk(root, "", paths, warnings);
  return {
    paths,
    record: { source: directory, version: "directory" },
    warnings,
    async read(path) {
      const file = await realpath(join(root, path));
      if (!isInside(file, root)) throw refused(directory, `${path} leads out of it`);
      if ((await stat(file)).size > limits.fileBytes) throw refused(directory, `${path} is larger than 5 MB`);
      return readFile(file);
    },
  };
}

async function locate(directory: string, allowedRoot: string): Promise<string> {
  try {
    const root = await realpath(resolve(directory));
    if (isInside(root, await realpath(allowedRoot)) && (await stat(root)).isDirectory()) return root;
  } catch (error) {
    throw refused(directory, "there is no such directory", error);
  }
  throw refused(directory, "it is not a directory below the one the configuration allows");
}

function isInside(path: string, root: string): boolean {
  const way = relative(root, path);
  return way === "" || !(way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way));
}

async function walk(root: string, below: string, paths: string[], warnings: string[]): Promise<void> {
  for (const entry of await readdir(join(root, below), { withFileTypes: true })) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.name === ".git" || entry.name === "node_modules") continue;
    const fault = pathFault(path);
    if (fault !== undefined) warnings.push(`A path in the directory ${fault}: left out.`);
    else if (entry.isDirectory()) await walk(root, path, paths, warnings);
    else if (entry.isFile()) paths.push(path);
    else warnings.push(`${path} is a link or a device: left out.`);
    if (paths.length > limits.entries) throw refused(root, "it holds more than 2,000 files");
  }
}

const refused = (directory: string, why: string, cause?: unknown): Problem =>
  new Problem("invalid-kit", { sentence: `The directory ${directory} cannot be used: ${why}.`, cause });
