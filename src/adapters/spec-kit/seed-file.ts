import { createHash } from "node:crypto";
import type { SeedFile } from "#domain/seed-kit.ts";

export const sha256 = (content: Uint8Array): string => createHash("sha256").update(content).digest("hex");

/** The id git gives a file's content. */
const gitBlobId = (content: Uint8Array): string =>
  createHash("sha1").update(`blob ${content.length}\0`).update(content).digest("hex");

type Options = Partial<Pick<SeedFile, "executable" | "write" | "edit">>;

/** A file for the branch, with the hashes that the plan compares. */
export function seedFile(path: string, content: Uint8Array | string, options: Options = {}): SeedFile {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return {
    path,
    content: bytes,
    executable: options.executable ?? false,
    write: options.write ?? "always",
    sha256: sha256(bytes),
    blob: gitBlobId(bytes),
    ...(options.edit === undefined ? {} : { edit: options.edit }),
  };
}
