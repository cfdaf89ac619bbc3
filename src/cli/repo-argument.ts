import { InvalidArgumentError } from "commander";
import type { RepoRef } from "#domain/rfe.ts";
import type { Client } from "#http/client.ts";
import { answerOf } from "./answer.ts";

/** Splits `url[@branch]`. The @ of `git@host:path` and of `ssh://user@host/` belongs to the URL. */
export function parseRepoArgument(text: string): RepoRef {
  const path = /^(?:[a-z]+:\/\/[^/]*|[^@/:]+@[^:/]+:|)/i.exec(text)?.[0].length ?? 0;
  const at = text.lastIndexOf("@");
  const [url, branch] = at < path ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
  if (url === "" || branch === "")
    throw new InvalidArgumentError("It must look like https://host/owner/repository@branch.");
  return branch === undefined ? { url } : { url, branch };
}

/** For commander: collects a repeatable option. */
export const collectRepo = (text: string, earlier: RepoRef[] = []): RepoRef[] => [...earlier, parseRepoArgument(text)];

/** The full URL of a repository given by its bare name, if this server hosts it; anything else is left as it is. */
export async function resolveRepos(client: Client, project: string, repos: readonly RepoRef[]): Promise<RepoRef[]> {
  if (repos.every(({ url }) => /[/:]/.test(url))) return [...repos];
  const { items } = await answerOf(client.api.projects[":project"].repositories.$get({ param: { project } }));
  return repos.map((repo) => ({ ...repo, url: items.find(({ name }) => name === repo.url)?.url ?? repo.url }));
}
