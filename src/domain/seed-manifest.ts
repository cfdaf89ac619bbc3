import * as z from "zod";
import { type Kit, ManagedEdit, type SeedFile, SourceRecord } from "./seed-kit.ts";

/** Where the seeder writes down what it put on the branch. */
export const SEED_MANIFEST = ".specify/rfe-seed.json";

const ManifestFile = z.object({
  sha256: z.string(),
  blob: z.string(),
  executable: z.boolean(),
  edit: ManagedEdit.optional(),
});
type ManifestFile = z.infer<typeof ManifestFile>;

/** What was seeded and from where. It holds no time, so the same inputs give the same bytes. */
export const SeedManifest = z.object({
  schema: z.literal(1),
  seeder: z.string(),
  specKit: SourceRecord,
  agents: SourceRecord,
  files: z.record(z.string(), ManifestFile),
});
export type SeedManifest = z.infer<typeof SeedManifest>;

/** undefined = none, or not one that we wrote: then every file that is already there belongs to people. */
export function parseSeedManifest(text: string | undefined): SeedManifest | undefined {
  if (text === undefined) return undefined;
  try {
    return SeedManifest.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined; // not JSON: somebody edited it, which is no reason to refuse
  }
}

const entryOf = (file: SeedFile): ManifestFile => ({
  sha256: file.sha256,
  blob: file.blob,
  executable: file.executable,
  ...(file.edit === undefined ? {} : { edit: file.edit }),
});

/**
 * The manifest after seeding. A file that people changed keeps the entry of the version they started from, or has
 * none, so that it stays theirs next time too.
 */
export function nextManifest(input: {
  seeder: string;
  kit: Kit;
  agents: Kit;
  managed: readonly SeedFile[];
  kept: ReadonlySet<string>;
  previous: SeedManifest | undefined;
  /** Of the previous manifest, for files that this seeding leaves alone. */
  carried: SeedManifest["files"];
}): string {
  const entries = new Map<string, ManifestFile>(Object.entries(input.carried));
  for (const file of input.managed) {
    const entry = input.kept.has(file.path) ? input.previous?.files[file.path] : entryOf(file);
    if (entry) entries.set(file.path, entry);
  }
  const manifest: SeedManifest = {
    schema: 1,
    seeder: input.seeder,
    specKit: input.kit.record,
    agents: input.agents.record,
    files: Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}
