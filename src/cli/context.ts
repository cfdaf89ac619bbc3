import { type Command, InvalidArgumentError } from "commander";
import * as z from "zod";
import type { Secret } from "#domain/secret.ts";
import type { Client, ClientOptions } from "#http/client.ts";
import { answerOf } from "./answer.ts";
import { CommandFailure } from "./exit-code.ts";
import { reachingFetch } from "./reach.ts";
import type { Terminal } from "./terminal.ts";

interface ConnectionSettings {
  url?: string | undefined;
  token?: Secret | undefined;
  project?: string | undefined;
}

/** What client commands are given. */
export interface CommandDeps {
  terminal: Terminal;
  settings: ConnectionSettings;
  /** The access token of a server that keeps its data on this machine, if there is one. */
  localToken: () => Promise<string | undefined>;
  /** `createClient`; tests give one that opens no port. */
  openClient: (options: ClientOptions) => Client;
  now: () => Date;
}

const DEFAULT_URL = "http://127.0.0.1:7373";

const GlobalOptions = z.object({
  url: z.string().optional(),
  project: z.string().optional(),
  json: z.boolean().default(false),
});
type GlobalOptions = z.infer<typeof GlobalOptions>;

export const globalOptions = (command: Command): GlobalOptions => GlobalOptions.parse(command.optsWithGlobals());

/** For commander: a server address without path. */
export function parseServerUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null || !["http:", "https:"].includes(url.protocol))
    throw new InvalidArgumentError("It must look like http://127.0.0.1:7373.");
  if (url.username !== "" || url.password !== "")
    throw new InvalidArgumentError("It must not hold a token; set VTEAM_TOKEN instead.");
  return url.origin;
}

const isThisMachine = (url: string): boolean =>
  ["127.0.0.1", "localhost", "[::1]"].includes(URL.parse(url)?.hostname ?? "");

export interface Connection {
  url: string;
  token: string | undefined;
}

/** Where the server is and how to sign in there. The token of the local server goes to no other machine. */
export async function connectionOf(deps: CommandDeps, command: Command): Promise<Connection> {
  const url = globalOptions(command).url ?? deps.settings.url ?? DEFAULT_URL;
  const given = deps.settings.token?.reveal();
  return { url, token: given ?? (isThisMachine(url) ? await deps.localToken() : undefined) };
}

/** Everything a client command works with. */
export interface Context {
  client: Client;
  url: string;
  terminal: Terminal;
  isJson: boolean;
  now: () => Date;
  /** The project to work in: named by an option, by the environment, or the only one there is. */
  project(): Promise<string>;
  /** The answer: as one JSON document with --json, else as lines for people. */
  show(value: unknown, lines: () => readonly string[]): void;
}

export async function openContext(deps: CommandDeps, command: Command): Promise<Context> {
  const { url, token } = await connectionOf(deps, command);
  const client = deps.openClient({ url, token, fetch: reachingFetch(url) });
  const { project, json } = globalOptions(command);
  const { terminal, now } = deps;
  return {
    client,
    url,
    terminal,
    isJson: json,
    now,
    project: async () => project ?? deps.settings.project ?? (await onlyProject(client)),
    show: (value, lines) => terminal.print(...(json ? [JSON.stringify(value, null, 2)] : lines())),
  };
}

async function onlyProject(client: Client): Promise<string> {
  const { items } = await answerOf(client.api.projects.$get({ query: {} }));
  const names = items.map((project) => project.name);
  if (names.length === 1 && names[0] !== undefined) return names[0];
  const known = names.length === 0 ? "There is no project yet." : `There are several: ${names.join(", ")}.`;
  throw new CommandFailure("usage", `Say which project to work in. ${known}`, {
    remedy: names.length === 0 ? "Create one: vteam project create NAME" : "Add --project NAME, or set VTEAM_PROJECT.",
  });
}
