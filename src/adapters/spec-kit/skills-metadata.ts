import type { SeedFile } from "#domain/seed-kit.ts";
import { seedFile } from "./seed-file.ts";

/** What spec-kit's own tool looks for when a team later upgrades the kit with it. */
export function skillsMetadata(files: readonly SeedFile[], version: string): SeedFile[] {
  const claude = files.filter((file) => file.path.startsWith(".claude/skills/"));
  const shared = files.filter((file) => file.path.startsWith(".specify/") && file.write === "always");
  return [
    json(".specify/integration.json", {
      default_integration: "claude",
      integration_settings: { claude: { invoke_separator: "-" } },
    }),
    json(".specify/init-options.json", { ai_skills: true, speckit_version: version }),
    json(".specify/integrations/claude.manifest.json", manifest("claude", version, claude)),
    json(".specify/integrations/speckit.manifest.json", manifest("speckit", version, shared)),
  ];
}

// No time of installation: the same kit has to give the same bytes.
const manifest = (integration: string, version: string, files: readonly SeedFile[]) => ({
  integration,
  version,
  files: Object.fromEntries(files.map((file) => [file.path, file.sha256])),
});

const json = (path: string, value: unknown): SeedFile => seedFile(path, `${JSON.stringify(value, null, 2)}\n`);
