import { randomBytes } from "node:crypto";
import { chmod } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { Secret } from "#domain/secret.ts";
import { createJsonFile, readJsonFile } from "./atomic-file.ts";

const REMEDY = "Put back a copy of it; without it the stored secrets cannot be read.";

const Key = z.base64url().length(43);
const KeyFile = z.strictObject({
  signingKey: Key,
  encryptionKey: z.strictObject({ version: z.int().min(1), key: Key }),
  accessToken: z.string().min(1),
});

/** The secrets of this server itself. */
export interface Keys {
  signingKey: Secret;
  encryptionKey: { version: number; key: Secret };
  accessToken: Secret;
}

/** Reads keys.json of a data directory, or makes it. It is never overwritten: with it the stored secrets would be lost. */
export async function openKeys(dataDirectory: string): Promise<Keys> {
  const file = join(dataDirectory, "keys.json");
  const found = await readJsonFile(file, KeyFile, REMEDY);
  const { signingKey, encryptionKey, accessToken } = found ?? (await createKeys(file));
  await chmod(file, 0o600);
  return {
    signingKey: new Secret(signingKey),
    encryptionKey: { version: encryptionKey.version, key: new Secret(encryptionKey.key) },
    accessToken: new Secret(accessToken),
  };
}

/** The access token that a server on this machine expects; undefined where none was ever started. */
export async function readAccessToken(dataDirectory: string): Promise<string | undefined> {
  const found = await readJsonFile(join(dataDirectory, "keys.json"), KeyFile, REMEDY);
  return found?.accessToken;
}

async function createKeys(file: string): Promise<z.infer<typeof KeyFile>> {
  const fresh = {
    signingKey: newKey(),
    encryptionKey: { version: 1, key: newKey() },
    accessToken: `vta_${newKey()}`,
  };
  if (await createJsonFile(file, fresh)) return fresh;
  // Another process was first: its keys count.
  return (await readJsonFile(file, KeyFile, REMEDY)) ?? fresh;
}

const newKey = (): string => randomBytes(32).toString("base64url");
