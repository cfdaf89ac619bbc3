import type { SeedContent } from "#ports/seed-content.ts";
import type { AppDeps } from "./deps.ts";

/** What seeding and looking at seedings need. */
export type SeedDeps = Pick<AppDeps, "access" | "secrets" | "policy" | "stores" | "git" | "now" | "log"> & {
  content: SeedContent;
  /** Name and version of this program, for the manifest on the branch: such as "vteam 0.1.0". */
  seeder: string;
};
