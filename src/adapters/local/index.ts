import type { Secret } from "#domain/secret.ts";
import type { Access } from "#ports/access.ts";
import { openKeys } from "./keys.ts";
import { LocalAccess } from "./local-access.ts";
import { openServerState, type ServerState } from "./server-state.ts";

export interface LocalOptions {
  dataDirectory: string;
  now: () => Date;
  /** Replaces the one kept in the data directory, for this run of the server only; it is not stored. */
  accessToken?: Secret | undefined;
}

export interface Local {
  access: Access;
  /** What a person signs in with. */
  accessToken: Secret;
  encryptionKey: { version: number; key: Secret };
  serverState: ServerState;
}

/** Opens what a server for one person keeps beside its database. Error: "data-directory-unusable". */
export async function openLocal({ dataDirectory, now, accessToken: given }: LocalOptions): Promise<Local> {
  const { signingKey, encryptionKey, accessToken: kept } = await openKeys(dataDirectory);
  const accessToken = given ?? kept;
  const access = new LocalAccess({ accessToken, signingKey, now });
  return { access, accessToken, encryptionKey, serverState: await openServerState(dataDirectory) };
}
