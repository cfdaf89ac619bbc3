import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { startStandalone } from "#composition/standalone.ts";
import { readConfig } from "#config.ts";
import { version } from "./version.ts";

/** The OpenAPI document as a real server answers it. */
export async function openApiText(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "vteam-openapi-"));
  const config = readConfig({ VTEAM_DATA_DIR: directory, VTEAM_PORT: "0" });
  const server = await startStandalone({ config, version, log: pino({ level: "silent" }), isDemo: true });
  try {
    const response = await fetch(`${server.origin}/api/openapi.json`);
    return `${JSON.stringify(await response.json(), null, 2)}\n`;
  } finally {
    await server.close();
    await rm(directory, { recursive: true, force: true });
  }
}
