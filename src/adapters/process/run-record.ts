import { chmod, mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import type { ObjectKey } from "#domain/object-meta.ts";
import type { RunKey } from "#domain/run.ts";

/** What is written about a process when it starts, so that a later server knows it again. */
export const RunRecord = z.object({
  pid: z.int().min(1),
  startTicks: z.number(),
  attempt: z.int().min(1),
  /** Where the run reports to: with another address it can no longer reach us. */
  url: z.string(),
  launchedAt: z.string(),
});
export type RunRecord = z.infer<typeof RunRecord>;

const ExitRecord = z.object({ exitCode: z.int() });

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

/** The files of each attempt: <root>/<project>/<session>/<attempt>/{run.json,exit.json,output.log,workspace/}. */
export class RunFiles {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  directory({ project, name }: ObjectKey): string {
    if (!NAME.test(project) || !NAME.test(name)) throw new Error("the name of a run must be a plain file name");
    return join(this.#root, project, name);
  }

  attemptDirectory(key: RunKey): string {
    return join(this.directory(key), String(key.attempt));
  }

  workspace(key: RunKey): string {
    return join(this.attemptDirectory(key), "workspace");
  }

  log(key: RunKey): string {
    return join(this.attemptDirectory(key), "output.log");
  }

  /** The attempts of a session that were launched, in order. */
  async attempts(key: ObjectKey): Promise<number[]> {
    const names = await namesIn(this.directory(key));
    return names
      .filter((name) => /^[1-9]\d{0,5}$/.test(name))
      .map(Number)
      .sort((a, b) => a - b);
  }

  /** Every session that something is kept of. */
  async keys(): Promise<ObjectKey[]> {
    const projects = await namesIn(this.#root);
    const found = await Promise.all(
      projects.map(async (project) => (await namesIn(join(this.#root, project))).map((name) => ({ project, name }))),
    );
    return found.flat().filter(({ project, name }) => NAME.test(project) && NAME.test(name));
  }

  record = (key: RunKey): Promise<RunRecord | undefined> =>
    readRecord(join(this.attemptDirectory(key), "run.json"), RunRecord);

  writeRecord = (key: RunKey, record: RunRecord): Promise<void> =>
    writeRecord(join(this.attemptDirectory(key), "run.json"), record);

  writeExit = (key: RunKey, exitCode: number): Promise<void> =>
    writeRecord(join(this.attemptDirectory(key), "exit.json"), { exitCode });

  /** The exit code as the server saw it, or as the runner itself left it when no server was there to see it. */
  async exitCode(key: RunKey): Promise<number | undefined> {
    const seen = await readRecord(join(this.attemptDirectory(key), "exit.json"), ExitRecord);
    if (seen) return seen.exitCode;
    const marker = await readText(join(this.workspace(key), "exit-code"));
    return marker !== undefined && /^\d{1,3}$/.test(marker.trim()) ? Number(marker) : undefined;
  }

  /** Removes everything of a session, read-only checkouts included. */
  async remove(key: ObjectKey): Promise<void> {
    await removeTree(this.directory(key));
  }
}

/** Makes the directories of an attempt; the workspace is for its owner's eyes only. */
export async function makeAttempt(files: RunFiles, key: RunKey): Promise<void> {
  await mkdir(files.workspace(key), { recursive: true, mode: 0o700 });
}

async function removeTree(directory: string): Promise<void> {
  try {
    await rm(directory, { recursive: true, force: true });
  } catch (error) {
    if (!hasCode(error, "EACCES", "EPERM")) throw error;
    await makeWritable(directory);
    await rm(directory, { recursive: true, force: true });
  }
}

async function makeWritable(directory: string): Promise<void> {
  await chmod(directory, 0o700);
  const entries = await readdir(directory, { withFileTypes: true });
  for (const entry of entries) if (entry.isDirectory()) await makeWritable(join(directory, entry.name));
}

async function namesIn(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR")) return [];
    throw error;
  }
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR", "EISDIR")) return undefined;
    throw error;
  }
}

async function readRecord<T>(path: string, schema: z.ZodType<T>): Promise<T | undefined> {
  const text = await readText(path);
  return text === undefined ? undefined : schema.parse(JSON.parse(text));
}

/** Whole or not at all: a reader never sees half a record, not even after a crash. */
async function writeRecord(path: string, record: unknown): Promise<void> {
  const temporary = `${path}.tmp`;
  const file = await open(temporary, "w", 0o600);
  try {
    await file.writeFile(JSON.stringify(record));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, path);
}

const hasCode = (error: unknown, ...codes: string[]): boolean =>
  error instanceof Error && "code" in error && typeof error.code === "string" && codes.includes(error.code);
