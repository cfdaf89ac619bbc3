import { Problem } from "#domain/problem.ts";
import type { Remote } from "#ports/git-repository.ts";
import { basicAuthorization } from "./credential-file.ts";
import type { Mirrors } from "./mirror.ts";
import { checkAdvertisement } from "./pkt-line.ts";
import { lookAtRefs } from "./remote-state.ts";

const SERVICE = "git-receive-pack";
const TOTAL_MS = 30_000;

/**
 * Asks a host for its push advertisement, which it shows only to those who may push. By ssh and file a host has no
 * such question that writes nothing: whoever may read is taken to may push, and the push itself tells.
 */
export async function mayPush(mirrors: Mirrors, remote: Remote, signal: AbortSignal): Promise<boolean> {
  const address = mirrors.git.addressOf(remote);
  if (address.kind === "ssh" || address.kind === "file") {
    await lookAtRefs(mirrors, remote, ["HEAD"], signal);
    return true;
  }
  const response = await ask(remote, signal);
  const { status } = response;
  const type = response.headers.get("content-type") ?? "";
  if (status === 200 && type.startsWith(`application/x-${SERVICE}-advertisement`) && response.body !== null) {
    await checkAdvertisement(response.body, SERVICE, remote.url);
    return true;
  }
  await response.body?.cancel();
  if (status === 403) return false;
  throw problemOf(status, remote.url);
}

async function ask(remote: Remote, signal: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = { accept: "*/*", "user-agent": "git/vteam" };
  if (remote.credential !== undefined) headers.authorization = basicAuthorization(remote.credential);
  const url = `${remote.url.replace(/\/+$/, "")}/info/refs?service=${SERVICE}`;
  const timeout = AbortSignal.timeout(TOTAL_MS);
  try {
    return await fetch(url, { headers, redirect: "manual", signal: AbortSignal.any([signal, timeout]) });
  } catch (error) {
    signal.throwIfAborted();
    const code = timeout.aborted ? "git-timeout" : "git-host-unreachable";
    throw new Problem(code, { sentence: `The git host of ${remote.url} did not answer.`, cause: error });
  }
}

function problemOf(status: number, url: string): Problem {
  if (status === 401) {
    return new Problem("git-credential-refused", {
      sentence: `The git host did not accept our credential for ${url}.`,
    });
  }
  if (status === 404 || status === 410)
    return new Problem("repository-not-found", { sentence: `There is no repository at ${url}.` });
  if (status >= 300 && status < 400) {
    return new Problem("repository-not-found", { sentence: `${url} has moved: use the address it has now.` });
  }
  if (status >= 500)
    return new Problem("git-host-unreachable", { sentence: `The git host of ${url} answered with status ${status}.` });
  return new Problem("git-protocol", { sentence: `${url} did not answer as a git host does (status ${status}).` });
}
