import { join } from "node:path";
import * as z from "zod";
import { readJsonFile, replaceJsonFile } from "./atomic-file.ts";

const MAX_ORIGINS = 20;
const REMEDY = "Delete it; repositories of this server that were given by an earlier address are then not recognised.";

const StateFile = z.strictObject({ origins: z.array(z.url()).max(MAX_ORIGINS) });

/** What the server remembers of itself from one start to the next. */
export class ServerState {
  readonly #file: string;
  #origins: readonly string[];

  constructor(file: string, origins: readonly string[]) {
    this.#file = file;
    this.#origins = origins;
  }

  /** Every origin this server was reached at, newest first. Repository URLs may name any of them. */
  get origins(): readonly string[] {
    return this.#origins;
  }

  /** The port to prefer when any will do, so that earlier URLs go on working. */
  get lastPort(): number | undefined {
    const port = this.#origins[0] === undefined ? "" : new URL(this.#origins[0]).port;
    return port === "" ? undefined : Number(port);
  }

  /** Makes this the newest origin; durable once it returns. */
  async addOrigin(origin: string): Promise<void> {
    if (this.#origins[0] === origin) return;
    this.#origins = [origin, ...this.#origins.filter((known) => known !== origin)].slice(0, MAX_ORIGINS);
    await replaceJsonFile(this.#file, { origins: this.#origins });
  }
}

/** Reads server.json of a data directory; a new one knows nothing. */
export async function openServerState(dataDirectory: string): Promise<ServerState> {
  const file = join(dataDirectory, "server.json");
  const found = await readJsonFile(file, StateFile, REMEDY);
  return new ServerState(file, found?.origins ?? []);
}
