import { BookMarked, Eye } from "lucide-react";
import { Mark } from "#web/components/ui/badge.tsx";
import { LooseStamp, Stamp } from "#web/components/ui/stamp.tsx";
import { plural } from "#web/format.ts";
import type { SessionRepository } from "./session-repos.ts";

function Commits({ repo, isLive }: { repo: SessionRepository; isLive: boolean }) {
  const { pushed, loose, rescueRef, error } = repo;
  const isBare = pushed.length + loose.length === 0;
  return (
    <div className="grid gap-1.5 text-12 text-ink-2">
      {pushed.length > 0 && (
        <>
          <Mark tone="ok">Pushed {plural(pushed.length, "commit")}</Mark>
          <ul className="flex flex-wrap gap-x-3 gap-y-1">
            {pushed.map(({ sha, subject }) => (
              <li key={sha}>
                <Stamp sha={sha} title={subject === "" ? sha : `${sha} ${subject}`} />
              </li>
            ))}
          </ul>
        </>
      )}
      {loose.map(({ sha, subject }) => (
        <LooseStamp key={sha} title={subject}>
          {sha.slice(0, 7)} not pushed
        </LooseStamp>
      ))}
      {rescueRef !== undefined && (
        <p>
          The work is kept on <code className="text-ink [overflow-wrap:anywhere]">{rescueRef}</code>
        </p>
      )}
      {error !== undefined && <Mark tone="fail">{error}</Mark>}
      {isBare &&
        error === undefined &&
        (isLive ? <LooseStamp>Nothing in git yet</LooseStamp> : <p>Nothing was committed here.</p>)}
    </div>
  );
}

function Repository({ repo, isLive }: { repo: SessionRepository; isLive: boolean }) {
  const { name, url, branch, isWritable, isMain, added, removed } = repo;
  return (
    <li className="grid gap-1.5 border-t border-line px-4 py-3 first:border-t-0">
      <div className="flex flex-wrap items-center gap-2 text-13">
        <BookMarked aria-hidden className="text-ink-3" />
        <h3 className="text-13 font-semibold" title={url}>
          {name}
        </h3>
        <span className="text-ink-3">
          {isWritable ? "writable" : "read-only"}
          {isMain && " · works here"}
        </span>
        {added !== undefined && (
          <span className="ml-auto font-mono text-12">
            <span className="text-ok-text">+{added}</span> <span className="text-fail-text">−{removed ?? 0}</span>
          </span>
        )}
      </div>
      <code className="text-12 text-ink-2 [overflow-wrap:anywhere]">{branch}</code>
      {isWritable ? (
        <Commits repo={repo} isLive={isLive} />
      ) : (
        <p className="inline-flex items-center gap-1.5 text-12 text-ink-2">
          <Eye aria-hidden className="size-3.5 text-ink-3" />
          For reference. Nothing is written here.
        </p>
      )}
    </li>
  );
}

interface SessionRepositoryListProps {
  repos: readonly SessionRepository[];
  isLive: boolean;
}

/** What became of each repository in git: a stamp is proof, a dashed ring is work that is not pushed. */
export const SessionRepositoryList = ({ repos, isLive }: SessionRepositoryListProps) =>
  repos.length === 0 ? (
    <p className="px-4 py-3 text-13 text-ink-2">This session works in no repository.</p>
  ) : (
    <ul>
      {repos.map((repo) => (
        <Repository key={repo.url} repo={repo} isLive={isLive} />
      ))}
    </ul>
  );
