import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { treeQuery } from "#web/api/files.ts";
import { isProblemCode } from "#web/api/problem-code.ts";
import type { RfeView } from "#web/api/rfes.ts";
import { repositoryLabel } from "#web/components/rfe/repository-name.ts";
import { Checkbox } from "#web/components/ui/checkbox.tsx";
import { EmptyState } from "#web/components/ui/empty-state.tsx";
import { Field } from "#web/components/ui/input.tsx";
import { PageBody } from "#web/components/ui/page-header.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { Select } from "#web/components/ui/select.tsx";
import { SkeletonRows } from "#web/components/ui/skeleton.tsx";
import { useShortcuts } from "#web/shortcuts.ts";
import { useFileAddress } from "./file-address.ts";
import { FileReader } from "./file-reader.tsx";
import { filesInOrder, fileTree, firstFile, type TreeNode } from "./file-tree.ts";
import { FileTreeNav } from "./file-tree-nav.tsx";

type Change = ReturnType<typeof useFileAddress>["change"];

function FileKeys({ tree, path, head, change }: { tree: TreeNode[]; path: string; head: string; change: Change }) {
  const step = (by: 1 | -1) => () => {
    const files = filesInOrder(tree);
    const next = files[files.findIndex((file) => file.path === path) + by];
    if (next !== undefined) change({ path: next.path, view: undefined, base: undefined });
  };
  useShortcuts({
    ...{ "]": step(1), "[": step(-1) },
    ...{ y: () => change({ at: head }), d: () => change({ view: "diff" }), h: () => change({ view: "history" }) },
  });
  return null;
}

/** The files of the feature branch, repository by repository. */
export function FilesScreen({ rfe }: { rfe: RfeView }) {
  const { address, change } = useFileAddress();
  const repos = [rfe.umbrellaRepo, ...rfe.supportingRepos];
  const repo = repos.find(({ url }) => url === address.place.repo) ?? rfe.umbrellaRepo;
  const isSpec = repo.url === rfe.umbrellaRepo.url;
  const own = `specs/${rfe.branchName}`;
  const query = useQuery(treeQuery(address.place, ""));
  const entries = query.data?.entries;
  const hasOwn = isSpec && (entries?.some(({ path }) => path.startsWith(`${own}/`)) ?? false);
  const isAll = address.all || !hasOwn;
  const tree = useMemo(
    () => fileTree((entries ?? []).filter(({ path }) => isAll || path.startsWith(`${own}/`))),
    [entries, isAll, own],
  );
  const path = address.path ?? firstFile(tree, own)?.path;
  const head = query.data?.commitSha;
  return (
    <PageBody className="doc-columns grid gap-6 pt-5 lg:grid-cols-[240px_minmax(0,1fr)]">
      <aside
        aria-label="Tree"
        className="no-print grid content-start gap-3 lg:sticky lg:top-4 lg:max-h-[calc(100dvh-2rem)] lg:self-start lg:overflow-y-auto"
      >
        <Field label="Repository">
          <Select
            value={repo.url}
            onChange={(event) =>
              change({
                repo: event.target.value === rfe.umbrellaRepo.url ? undefined : event.target.value,
                path: undefined,
                at: undefined,
                view: undefined,
                base: undefined,
              })
            }
          >
            {repos.map(({ url }) => (
              <option key={url} value={url}>
                {repositoryLabel(url)}
              </option>
            ))}
          </Select>
        </Field>
        {hasOwn && (
          <Checkbox
            label="All files"
            checked={address.all}
            onChange={(event) => change({ all: event.target.checked ? "1" : undefined })}
          />
        )}
        {query.isPending && <SkeletonRows rows={5} label="Loading files" className="[&>span]:h-6" />}
        <FileTreeNav
          key={repo.url}
          nodes={tree}
          current={path}
          isOpen={(one) => own.startsWith(one) || one.startsWith(own)}
        />
      </aside>
      {query.error !== null && (
        <TreeProblem error={query.error} branch={rfe.branchName} onRetry={() => void query.refetch()} />
      )}
      {query.data !== undefined && path === undefined && (
        <EmptyState title="No files yet">The branch is empty; seeding adds the first files.</EmptyState>
      )}
      {path !== undefined && query.error === null && (
        <>
          <FileReader
            key={`${repo.url} ${path}`}
            repository={repositoryLabel(repo.url)}
            {...{ address, path, head, onChange: change }}
          />
          {head !== undefined && <FileKeys {...{ tree, path, head, change }} />}
        </>
      )}
    </PageBody>
  );
}

function TreeProblem({ error, branch, onRetry }: { error: unknown; branch: string; onRetry: () => void }) {
  if (isProblemCode(error, "ref-not-found"))
    return (
      <EmptyState title="The feature branch is not here yet">
        Seeding creates <code>{branch}</code> in this repository; then its files appear here.
      </EmptyState>
    );
  return <ProblemNote error={error} title="The files could not be read" onRetry={onRetry} />;
}
