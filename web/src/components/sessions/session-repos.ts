import type { SessionDetail } from "#web/api/sessions.ts";
import type { Block, GitBlock } from "./session-block.ts";

/** One repository of a session: what it was given, and what became of it in git. */
export interface SessionRepository {
  url: string;
  name: string;
  branch: string;
  isWritable: boolean;
  isMain: boolean;
  /** Commits that git can prove, oldest first. */
  pushed: { sha: string; subject: string }[];
  /** Commits that exist but are not on the branch. */
  loose: { sha: string; subject: string }[];
  rescueRef: string | undefined;
  error: string | undefined;
  added: number | undefined;
  removed: number | undefined;
}

const nameOf = (url: string): string => /([^/:]+?)(?:\.git)?\/?$/.exec(url)?.[1] ?? url;
const plain = (url: string): string => url.replace(/(?:\.git)?\/?$/, "").toLowerCase();

const shown = ({ commitSha, subject }: GitBlock) => ({ sha: commitSha, subject });

/** The repositories of a session with their commits, from its status and from what its log says meanwhile. */
export function sessionRepositories({ spec, status }: SessionDetail, blocks: readonly Block[]): SessionRepository[] {
  const git = blocks.filter((block) => block.kind === "git");
  return spec.repos.map(({ input, output }, index) => {
    const url = output?.url ?? input.url;
    const end = status.repos.find((repo) => plain(repo.url) === plain(url));
    const own = git.filter((block) => plain(block.url) === plain(url));
    const proven = new Set(own.filter(({ pushed }) => pushed).map(({ commitSha }) => commitSha));
    const pushed = own.filter((block) => block.pushed).map(shown);
    const loose = own.filter((block) => !block.pushed && !proven.has(block.commitSha)).map(shown);
    if (end?.commitSha && !own.some(({ commitSha }) => commitSha === end.commitSha))
      (end.pushed ? pushed : loose).push({ sha: end.commitSha, subject: "" });
    return {
      ...{ url, name: nameOf(url), branch: end?.branch ?? output?.targetBranch ?? input.branch },
      ...{ isWritable: output !== undefined, isMain: index === spec.mainRepoIndex, pushed, loose },
      ...{ rescueRef: end?.rescueRef, error: end?.error ?? undefined },
      ...{ added: end?.total_added, removed: end?.total_removed },
    };
  });
}
