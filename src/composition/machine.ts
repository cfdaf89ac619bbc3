import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DoctorFacts } from "#cli/doctor-checks.ts";
import type { Config } from "#config.ts";

/** The access token of a server that keeps its data on this machine. */
export async function localToken(config: Config): Promise<string | undefined> {
  const { readAccessToken } = await import("#adapters/local/keys.ts");
  return readAccessToken(config.VTEAM_DATA_DIR);
}

/** What only we can find out for `vteam doctor`. */
export const doctorFacts = (config: Config): DoctorFacts => ({
  dataDirectory: config.VTEAM_DATA_DIR,
  hasModelKey: config.ANTHROPIC_API_KEY !== undefined,
  async git(args) {
    const { openGit } = await import("./git.ts");
    const home = await mkdtemp(join(tmpdir(), "vteam-doctor-"));
    try {
      return await openGit(config, home, () => []).text({ args }, AbortSignal.timeout(10_000));
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  },
  async sandbox() {
    const { probeSandbox } = await import("#adapters/claude/sandbox.ts");
    return probeSandbox();
  },
});
