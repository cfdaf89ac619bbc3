import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Logger } from "pino";
import { pushFirstCommit } from "#adapters/git/first-commit.ts";
import { runDemo } from "#cli/demo.ts";
import type { DemoDeps } from "#cli/demo-deps.ts";
import type { DemoOptions } from "#cli/program.ts";
import type { Terminal } from "#cli/terminal.ts";
import type { Config } from "#config.ts";
import { Secret } from "#domain/secret.ts";
import { createClient } from "#http/client.ts";
import { type Standalone, startStandalone } from "./standalone.ts";

export interface Demo {
  config: Config;
  version: string;
  log: Logger;
  options: DemoOptions;
  terminal: Terminal;
  signal: AbortSignal;
}

/** The server on a fresh data directory, and the account of an RFE that goes through all its phases. */
export async function demo({ config, version, log, options, terminal, signal }: Demo): Promise<number> {
  const dataDirectory = await mkdtemp(join(tmpdir(), "vteam-demo-"));
  const fresh = {
    ...config,
    VTEAM_DATA_DIR: dataDirectory,
    VTEAM_PORT: 0,
    VTEAM_HOST: "127.0.0.1",
    VTEAM_TOKEN: undefined,
  };
  const server = await startStandalone({ config: fresh, version, log, isDemo: true });
  try {
    const report = await runDemo({
      client: createClient({ url: server.origin, token: server.token }),
      ...{ url: server.origin, loginUrl: server.loginUrl, token: server.token, dataDirectory, terminal, signal },
      pushSample: pusher(server, signal),
      hasKey: config.ANTHROPIC_API_KEY !== undefined,
      isStaying: !options.exit,
      isKept: options.keep,
      isJson: options.json,
      now: () => new Date(),
    });
    if (!options.exit && !signal.aborted)
      await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
    return report.isComplete ? 0 : 1;
  } finally {
    await server.close();
    if (!options.keep) await rm(dataDirectory, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}

const ada = { name: "Ada Lovelace", email: "ada@myorg.example" };

/** A person's first push, over HTTP with the person's own token. */
const pusher =
  ({ git, token }: Standalone, signal: AbortSignal): DemoDeps["pushSample"] =>
  (url, files, message) => {
    const credential = { username: "ada", password: new Secret(token) };
    const commit = { branch: "main", files, message, author: ada, time: Math.floor(Date.now() / 1000) };
    return pushFirstCommit(git, { url, credential }, commit, signal);
  };
