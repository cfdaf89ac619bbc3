import { randomUUID } from "node:crypto";
import { link, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type * as z from "zod";
import { Problem } from "#domain/problem.ts";

/** The parsed content of a JSON file; undefined when there is none. */
export async function readJsonFile<T>(file: string, schema: z.ZodType<T>, remedy: string): Promise<T | undefined> {
  const text = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    // The cause may quote what is in the file, which may be a key, so it stays out.
    const why = error instanceof SyntaxError ? "is not JSON" : "does not hold what is expected";
    throw new Problem("data-directory-unusable", { sentence: `The file ${file} ${why}. ${remedy}` });
  }
}

/** Writes a private JSON file whole or not at all, and durably. */
export async function replaceJsonFile(file: string, content: unknown): Promise<void> {
  await withTemporary(file, content, (temporary) => rename(temporary, file));
}

/** As `replaceJsonFile`, but returns false and changes nothing when the file exists. */
export async function createJsonFile(file: string, content: unknown): Promise<boolean> {
  let isCreated = false;
  await withTemporary(file, content, async (temporary) => {
    // A rename would overwrite what another process made meanwhile; a link refuses.
    isCreated = await link(temporary, file).then(
      () => true,
      (error: NodeJS.ErrnoException) => {
        if (error.code === "EEXIST") return false;
        throw error;
      },
    );
  });
  return isCreated;
}

async function withTemporary(file: string, content: unknown, publish: (temporary: string) => Promise<void>) {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${randomUUID()}.tmp`;
  try {
    const handle = await open(temporary, "wx", 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(content, null, 2)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await publish(temporary);
    await syncDirectory(dirname(file));
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Without it the new name may be gone after a power cut, although the content was synced. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
