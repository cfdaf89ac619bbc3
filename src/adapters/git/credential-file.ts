import { randomUUID } from "node:crypto";
import { access, constants, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Remote } from "#ports/git-repository.ts";
import type { RemoteAddress } from "./remote-url.ts";

/** How one git process gets its credential: a configuration file that only it can open. */
export interface CredentialFile {
  /** The value for GIT_CONFIG_GLOBAL. */
  path: string;
  /** To be inherited as descriptor 3; undefined when the path is an ordinary one. */
  descriptor: number | undefined;
  close(): Promise<void>;
}

const INHERITED = "/proc/self/fd/3";

const isUsable = (path: string, mode: number): Promise<boolean> =>
  access(path, mode).then(
    () => true,
    () => false,
  );

/** Basic authentication as the value of an HTTP header. */
export const basicAuthorization = (credential: NonNullable<Remote["credential"]>): string =>
  `Basic ${Buffer.from(`${credential.username}:${credential.password.reveal()}`).toString("base64")}`;

/**
 * The credential as a header that git sends to the remote's origin only. The file has no name any more when git
 * starts: git and its helper processes reach it through the descriptor they inherit. Without /proc it keeps its
 * name, readable by us alone, until git has ended.
 */
export async function openCredentialFile(
  remote: Remote,
  address: RemoteAddress,
  hasProc = true,
): Promise<CredentialFile | undefined> {
  if (remote.credential === undefined || address.kind === "ssh" || address.kind === "file") return undefined;
  const directory = (await isUsable("/dev/shm", constants.W_OK)) ? "/dev/shm" : tmpdir();
  const path = join(directory, `.vteam-${randomUUID()}`);
  const file = await open(path, "wx+", 0o600);
  const isNameless = hasProc && (await isUsable("/proc/self/fd", constants.R_OK));
  try {
    if (isNameless) await rm(path);
    await file.write(
      `[http "${address.origin}/"]\n\textraHeader = "Authorization: ${basicAuthorization(remote.credential)}"\n`,
    );
  } catch (error) {
    await file.close();
    await rm(path, { force: true });
    throw error;
  }
  return {
    path: isNameless ? INHERITED : path,
    descriptor: isNameless ? file.fd : undefined,
    async close() {
      await file.close();
      await rm(path, { force: true });
    },
  };
}
