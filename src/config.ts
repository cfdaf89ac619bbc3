import { homedir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { Secret } from "#domain/secret.ts";

const secret = z
  .string()
  .min(1)
  .transform((value) => new Secret(value));
const list = z.string().transform((value) =>
  value
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== ""),
);
const count = (least: number, most: number) => z.coerce.number().int().min(least).max(most);
const flag = z.enum(["true", "false", "1", "0", ""]).transform((value) => value === "true" || value === "1");

/** Every setting, read from the environment once, at the start. The reference page is generated from these. */
export const Environment = z.object({
  VTEAM_HOST: z
    .string()
    .default("127.0.0.1")
    .describe("Address to listen on. Anything but the loopback makes the access token the only protection."),
  VTEAM_PORT: count(0, 65_535)
    .default(7373)
    .describe("Port to listen on; 0 picks a free one, the one used last time if it still is."),
  VTEAM_DATA_DIR: z
    .string()
    .default(join(homedir(), ".vteam"))
    .describe("Where the database, the hosted repositories, mirrors and workspaces are kept."),
  VTEAM_TOKEN: secret
    .optional()
    .describe(
      "Access token: what clients send, and what `vteam up` expects. Made and kept in the data directory when absent.",
    ),
  VTEAM_URL: z.url().optional().describe("Where the client commands find the server."),
  VTEAM_PROJECT: z.string().optional().describe("The project that client commands work in when none is named."),
  VTEAM_ALLOWED_HOSTS: list
    .default([])
    .describe("Further host names, separated by commas, under which the server may be reached."),
  VTEAM_MAX_SESSIONS: count(1, 64)
    .default(2)
    .describe("Sessions that run at the same time; further ones wait in a queue."),
  VTEAM_DEFAULT_MODEL: z
    .string()
    .default("claude-sonnet-4-5")
    .describe("Model of a session that names none, in a project that names none."),
  VTEAM_GIT_HOSTS: list
    .optional()
    .describe("When set, repositories may come from these hosts only, separated by commas."),
  VTEAM_FILE_REPOS: z
    .string()
    .optional()
    .describe("Directory below which file:// repositories, Spec-Kit and agent directories are allowed."),
  VTEAM_ALLOW_HTTP_REPOS: flag
    .default(false)
    .describe("Allow plain http:// and private addresses for repositories. For tests and closed networks."),
  VTEAM_MIRROR_LIMIT_MB: count(1, 10_000_000)
    .default(10_000)
    .describe(
      "Disk space for copies of repositories of other hosts, in MB. Those used longest ago are removed, and made anew when they are needed; a copy used within the last ten minutes stays.",
    ),
  VTEAM_OFFLINE_PACE_MS: count(0, 5_000)
    .default(0)
    .describe("Milliseconds between the words of the offline model, so that people can watch it."),
  VTEAM_LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "silent"])
    .default("warn")
    .describe("What is logged, as JSON lines on standard error."),
  ANTHROPIC_API_KEY: secret
    .optional()
    .describe(
      "Key for the Claude API. A project's own secret of the same name wins; without either, sessions use the offline model (no AI).",
    ),
  ANTHROPIC_BASE_URL: z.url().default("https://api.anthropic.com").describe("Where requests to the model go."),
  RUN_URL: z.url().optional().describe("Set by the launcher for `vteam run`: the session's address on the server."),
  RUN_TOKEN: secret.optional().describe("Set by a launcher for `vteam run`: the token of one attempt at one session."),
  RUN_TOKEN_FILE: z
    .string()
    .optional()
    .describe("Set by the launcher for `vteam run`: the file that holds that token."),
  RUN_WORKSPACE: z.string().optional().describe("Set by the launcher for `vteam run`: the directory to work in."),
});
export type Config = z.infer<typeof Environment>;

/** Reads the environment. Throws one sentence that names every setting at fault. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const known = Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => name in Environment.shape && value !== ""),
  );
  const parsed = Environment.safeParse(known);
  if (parsed.success) return parsed.data;
  throw new Error(
    `Some settings are not right: ${parsed.error.issues.map(({ path, message }) => `${path.join(".")} (${message})`).join("; ")}.`,
  );
}

/** What child processes of ours inherit: enough to find programs, nothing else. */
export const childEnvironment = (environment: NodeJS.ProcessEnv = process.env): Record<string, string> => ({
  PATH: environment.PATH ?? "/usr/local/bin:/usr/bin:/bin",
  HOME: environment.HOME ?? homedir(),
  LANG: "C.UTF-8",
});

/** What git needs to get through proxies and private authorities. */
export function networkEnvironment(environment: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const names = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "NO_PROXY", "no_proxy"];
  const more = ["SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO", "SSH_AUTH_SOCK"];
  return Object.fromEntries(
    [...names, ...more].flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])),
  );
}
