import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type FilePlace, type FileVersion, versionsQuery } from "#web/api/files.ts";
import { Line, LineItem } from "#web/components/ui/branch-line.tsx";
import { Button, TextLink } from "#web/components/ui/button.tsx";
import { EmptyState } from "#web/components/ui/empty-state.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { SkeletonRows } from "#web/components/ui/skeleton.tsx";
import { Stamp } from "#web/components/ui/stamp.tsx";
import { RelativeTime } from "#web/components/ui/time.tsx";

interface VersionProps {
  version: FileVersion;
  /** The version before this one, to compare with. */
  before: FileVersion | undefined;
  shown: string;
}

function Version({ version, before, shown }: VersionProps) {
  const { sha, author, date, message } = version;
  const isShown = sha === shown;
  return (
    <LineItem state="dot" small edge="solid">
      <p className={isShown ? "font-semibold" : ""}>
        <Link
          to="."
          search={(old) => ({ ...old, at: sha, view: undefined, base: undefined })}
          {...(isShown ? { "aria-current": "true" as const } : {})}
          className="rounded-1 [overflow-wrap:anywhere] hover:underline"
        >
          {message.split("\n")[0]}
        </Link>
      </p>
      <p className="mt-0.5 flex flex-wrap items-center gap-x-2.5 gap-y-0.5 text-12 text-ink-3">
        <Stamp sha={sha} />
        <span>{author.name}</span>
        <RelativeTime time={date} />
        {before !== undefined && (
          <TextLink to="." search={(old) => ({ ...old, at: sha, view: "diff", base: before.sha })}>
            Compare with {before.sha.slice(0, 7)}
          </TextLink>
        )}
      </p>
    </LineItem>
  );
}

/** Every commit that touched a file, newest first. */
export function FileHistory({ place, path, shown }: { place: FilePlace; path: string; shown: string }) {
  const query = useInfiniteQuery(versionsQuery(place, path));
  const versions = query.data?.pages.flatMap(({ commits }) => commits);
  if (versions === undefined)
    return query.error === null ? (
      <SkeletonRows rows={4} label="Loading the history" />
    ) : (
      <ProblemNote error={query.error} title="The history could not be read" onRetry={() => void query.refetch()} />
    );
  if (versions.length === 0)
    return <EmptyState title="No commit touched this file">It is not on the branch, or not yet.</EmptyState>;
  return (
    <>
      <Line className="max-w-[72ch] text-13 [--ground:var(--bg)]">
        {versions.map((version, index) => (
          <Version key={version.sha} version={version} before={versions[index + 1]} shown={shown} />
        ))}
      </Line>
      {query.hasNextPage && (
        <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show older versions
        </Button>
      )}
    </>
  );
}
