import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Changes when any ref of a bare repository does. Reads the files, because a process per push would be dearer. */
export async function refsFingerprint(directory: string): Promise<string> {
  const entries = await readdir(join(directory, "refs"), { recursive: true, withFileTypes: true });
  const loose = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const hash = createHash("sha256");
  for (const file of [...loose.sort(), join(directory, "packed-refs")]) {
    // A ref may vanish between listing and reading, and a repository need not have packed ones.
    hash.update(`${file}\0${await readFile(file, "utf8").catch(() => "")}\0`);
  }
  return hash.digest("hex");
}
