import { useQuery } from "@tanstack/react-query";
import { useRouterState } from "@tanstack/react-router";
import { contentQuery, renderedQuery } from "#web/api/files.ts";
import { isProblemCode } from "#web/api/problem-code.ts";
import { LinkButton } from "#web/components/ui/button.tsx";
import { EmptyState } from "#web/components/ui/empty-state.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { SkeletonRows } from "#web/components/ui/skeleton.tsx";
import { defaultView, type FileAddress, type FileAddressChange, linesOf, permalink } from "./file-address.ts";
import { FileBar } from "./file-bar.tsx";
import { FileDiff } from "./file-diff.tsx";
import { FileHistory } from "./file-history.tsx";
import { FileSource } from "./file-source.tsx";
import { RenderedDocument } from "./rendered-document.tsx";

interface FileReaderProps {
  address: FileAddress;
  path: string;
  /** The commit of the tree, when no commit is asked for. */
  head: string | undefined;
  repository: string;
  onChange: (change: FileAddressChange, hash?: string) => void;
}

/** Phase documents that do not exist yet are expected, not missing. */
const expected: Record<string, string> = {
  "spec.md": "spec.md will appear here when the specification session finishes.",
  "plan.md": "plan.md will appear here when the planning session finishes.",
  "tasks.md": "tasks.md will appear here when the tasks session finishes.",
};

function NotThere({ path, isPinned }: { path: string; isPinned: boolean }) {
  const name = path.split("/").at(-1) ?? path;
  const later = isPinned ? undefined : expected[name];
  return (
    <EmptyState
      title={later === undefined ? `${name} is not here` : `No ${name} yet`}
      action={
        isPinned ? (
          <LinkButton to="." search={(old) => ({ ...old, at: undefined })}>
            Show the branch now
          </LinkButton>
        ) : undefined
      }
    >
      {later ?? (isPinned ? "The file does not exist at this commit." : "The file is not on the branch.")}
    </EmptyState>
  );
}

/** One file: rendered, as source, its changes or its history. */
export function FileReader({ address, path, head, repository, onChange }: FileReaderProps) {
  const { place } = address;
  const view = address.view ?? defaultView(path);
  const hash = useRouterState({ select: ({ location }) => location.hash });
  const marked = linesOf(hash);
  const rendered = useQuery({ ...renderedQuery(place, path), enabled: view === "rendered" });
  const content = useQuery({ ...contentQuery(place, path), enabled: view === "source" });
  const query = view === "rendered" ? rendered : content;
  const commit = query.data?.commitSha ?? place.at ?? head;
  const link = commit === undefined ? undefined : permalink(commit, marked);
  return (
    <section aria-label={path} className="min-w-0">
      <FileBar
        {...{ path, view, commit, permalink: link, webUrl: content.data?.url }}
        isPinned={place.at !== undefined}
      />
      <div className="pt-5">
        {(view === "rendered" || view === "source") && query.data === undefined && (
          <Waiting query={query} path={path} isPinned={place.at !== undefined} />
        )}
        {view === "rendered" && rendered.data !== undefined && (
          <RenderedDocument
            file={rendered.data}
            fragment={marked === undefined ? hash : ""}
            footer={`${repository}@${rendered.data.commitSha.slice(0, 7)} ${path}`}
          />
        )}
        {view === "source" && content.data !== undefined && (
          <FileSource
            file={content.data}
            marked={marked}
            onMark={([from, to]) => onChange({}, from === to ? `L${from}` : `L${from}-L${to}`)}
          />
        )}
        {view === "diff" && <FileDiff address={address} path={path} onChange={onChange} />}
        {view === "history" && <FileHistory place={place} path={path} shown={place.at ?? ""} />}
      </div>
    </section>
  );
}

interface WaitingProps {
  query: { error: unknown; refetch: () => unknown };
  path: string;
  isPinned: boolean;
}

function Waiting({ query, path, isPinned }: WaitingProps) {
  if (query.error === null) return <SkeletonRows rows={4} label={`Loading ${path}`} />;
  if (isProblemCode(query.error, "no-such-file")) return <NotThere path={path} isPinned={isPinned} />;
  return <ProblemNote error={query.error} title={`${path} could not be read`} onRetry={() => void query.refetch()} />;
}
