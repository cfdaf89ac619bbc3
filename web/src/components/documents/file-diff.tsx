import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { type FileDiff as Diff, type FileVersion, fileDiffQuery, versionsQuery } from "#web/api/files.ts";
import { Card } from "#web/components/ui/card.tsx";
import { EmptyState } from "#web/components/ui/empty-state.tsx";
import { Field } from "#web/components/ui/input.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { Select } from "#web/components/ui/select.tsx";
import { SkeletonRows } from "#web/components/ui/skeleton.tsx";
import { DiffLines, DiffPairs } from "./diff-lines.tsx";
import type { FileAddress, FileAddressChange } from "./file-address.ts";
import { parsePatch, sideBySide } from "./patch.ts";

/** Side by side needs room; below it, above each other. */
function useIsWide(): boolean {
  const [isWide, setWide] = useState(() => window.matchMedia("(min-width: 1280px)").matches);
  useEffect(() => {
    const media = window.matchMedia("(min-width: 1280px)");
    const look = (): void => setWide(media.matches);
    media.addEventListener("change", look);
    return () => media.removeEventListener("change", look);
  }, []);
  return isWide;
}

function Changes({ file, isSplit }: { file: Diff; isSplit: boolean }) {
  const hunks = useMemo(() => parsePatch(file.patch), [file.patch]);
  if (file.binary) return <p className="p-4 text-13 text-ink-2">The file is binary; its bytes changed.</p>;
  return (
    <>
      {hunks.map(({ header, lines }) =>
        isSplit ? (
          <DiffPairs key={header} pairs={sideBySide(lines)} header={header} label={`Changes ${header}`} />
        ) : (
          <DiffLines key={header} lines={lines} header={header} label={`Changes ${header}`} />
        ),
      )}
      {file.truncated && <p className="p-3 text-12 text-stale-text">The diff is long and was cut here.</p>}
    </>
  );
}

const optionText = ({ sha, message }: FileVersion): string =>
  `${sha.slice(0, 7)} ${(message.split("\n")[0] ?? "").slice(0, 60)}`;

interface VersionSelectProps {
  label: string;
  value: string;
  first: string;
  versions: readonly FileVersion[];
  onPick: (sha: string | undefined) => void;
}

const VersionSelect = ({ label, value, first, versions, onPick }: VersionSelectProps) => (
  <Field label={label} className="min-w-0 flex-1 basis-56">
    <Select value={value} onChange={(event) => onPick(event.target.value || undefined)}>
      <option value="">{first}</option>
      {value !== "" && !versions.some(({ sha }) => sha === value) && <option value={value}>{value.slice(0, 7)}</option>}
      {versions.map((version) => (
        <option key={version.sha} value={version.sha}>
          {optionText(version)}
        </option>
      ))}
    </Select>
  </Field>
);

interface FileDiffProps {
  address: FileAddress;
  path: string;
  onChange: (change: FileAddressChange) => void;
}

/** What changed in a file between any two of its versions; at first between the last two. */
export function FileDiff({ address: { place, base, layout }, path, onChange }: FileDiffProps) {
  const history = useInfiniteQuery(versionsQuery(place, path));
  const versions = history.data?.pages.flatMap(({ commits }) => commits) ?? [];
  const at = versions.findIndex(({ sha }) => sha === place.at);
  const from = base ?? versions[at === -1 ? 1 : at + 1]?.sha;
  const query = useQuery({ ...fileDiffQuery(place, path, from), enabled: base !== undefined || !history.isPending });
  const isWide = useIsWide();
  const isSplit = layout === undefined ? isWide : layout === "split";
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-end gap-3">
        <VersionSelect
          label="From"
          value={base ?? ""}
          first={from === undefined ? "The base branch" : "The version before"}
          versions={versions}
          onPick={(sha) => onChange({ base: sha })}
        />
        <VersionSelect
          label="To"
          value={place.at ?? ""}
          first="The branch now"
          versions={versions}
          onPick={(sha) => onChange({ at: sha })}
        />
        <Field label="Layout" className="w-36">
          <Select
            value={isSplit ? "split" : "unified"}
            onChange={(event) =>
              onChange({
                layout: event.target.value === (isWide ? "split" : "unified") ? undefined : event.target.value,
              })
            }
          >
            <option value="split">Side by side</option>
            <option value="unified">Unified</option>
          </Select>
        </Field>
      </div>
      {query.error !== null && (
        <ProblemNote error={query.error} title="The diff could not be made" onRetry={() => void query.refetch()} />
      )}
      {query.data === undefined && query.error === null && <SkeletonRows rows={3} label="Comparing" />}
      {query.data !== undefined && <DiffCard files={query.data.files} isSplit={isSplit} />}
    </div>
  );
}

function DiffCard({ files, isSplit }: { files: readonly Diff[]; isSplit: boolean }) {
  if (files.length === 0)
    return <EmptyState title="Nothing changed">The file is the same in both versions.</EmptyState>;
  return files.map((file) => (
    <Card key={file.path} className="overflow-hidden">
      <header className="flex flex-wrap items-baseline gap-2 border-b border-line px-4 py-2.5 font-mono text-12">
        <h2 className="font-mono text-12 [overflow-wrap:anywhere]">
          {file.oldPath !== undefined && file.oldPath !== file.path && `${file.oldPath} → `}
          {file.path}
        </h2>
        <span className="text-ok-text">+{file.added}</span>
        <span className="text-fail-text">−{file.removed}</span>
      </header>
      <Changes file={file} isSplit={isSplit} />
    </Card>
  ));
}
