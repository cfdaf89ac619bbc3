import type { Secret } from "#domain/secret.ts";
import type { KeyAnswer, ModelAccount } from "#ports/model-account.ts";

const API_VERSION = "2023-06-01";

/** Asks for the list of models: the one request that needs a key and spends no tokens. */
export function anthropicAccount(baseUrl: string): ModelAccount {
  const base = new URL(baseUrl);
  const target = new URL(`${base.pathname.replace(/\/$/, "")}/v1/models?limit=1`, base);
  return {
    async check(apiKey, signal) {
      try {
        return await ask(target, apiKey, signal);
      } catch (error) {
        return { kind: "unreachable", why: signal.aborted ? `${base.host} took too long` : reason(base.host, error) };
      }
    },
  };
}

async function ask(target: URL, apiKey: Secret, signal: AbortSignal): Promise<KeyAnswer> {
  const headers = { "x-api-key": apiKey.reveal(), "anthropic-version": API_VERSION };
  const response = await fetch(target, { headers, signal, redirect: "manual" });
  await response.body?.cancel();
  const { status, ok } = response;
  if (ok) return { kind: "accepted" };
  if (status === 401 || status === 403) return { kind: "refused", status };
  return { kind: "unreachable", why: `${target.host} answered with status ${status}` };
}

/** Only the code of the failure: its text may quote the request. */
function reason(host: string, error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && "code" in cause && typeof cause.code === "string" ? ` (${cause.code})` : "";
  return `${host} did not answer${code}`;
}
