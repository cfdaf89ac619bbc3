import { Link } from "@tanstack/react-router";
import type { ListedRfe } from "#web/api/rfes.ts";
import { phaseOrder } from "#web/components/phases/phase-texts.ts";
import { type Column, DataTable } from "#web/components/ui/data-table.tsx";
import { RelativeTime } from "#web/components/ui/time.tsx";
import { useSort } from "#web/components/ui/use-sort.ts";
import { repositoryLabel } from "./repository-name.ts";
import { RfeTrack } from "./rfe-track.tsx";

function sessionsText({ running, total }: ListedRfe["sessions"]): string {
  return running > 0 ? `${running} running of ${total}` : `${total}`;
}

const Title = ({ rfe }: { rfe: ListedRfe }) => (
  <>
    <Link
      to="/projects/$project/rfe/$rfe"
      params={{ project: rfe.project, rfe: rfe.id }}
      data-row=""
      className="font-medium after:absolute after:inset-0 focus-visible:after:rounded-2"
    >
      {rfe.title}
    </Link>
    <span className="mt-0.5 block font-mono text-12 text-ink-2 [overflow-wrap:anywhere]">{rfe.branchName}</span>
  </>
);

const columns: readonly Column<ListedRfe>[] = [
  {
    id: "title",
    label: "RFE",
    cell: (rfe) => <Title rfe={rfe} />,
    sortBy: ({ title }) => title.toLowerCase(),
    isWide: true,
  },
  {
    id: "phase",
    label: "Phase",
    cell: ({ phase, status }) => <RfeTrack phase={phase} status={status} />,
    sortBy: ({ phase }) => (phase === null ? -1 : phaseOrder.indexOf(phase)),
    isWide: true,
  },
  {
    id: "repo",
    label: "Spec repo",
    cell: ({ umbrellaRepo }) => repositoryLabel(umbrellaRepo.url),
    sortBy: ({ umbrellaRepo }) => repositoryLabel(umbrellaRepo.url),
  },
  {
    id: "sessions",
    label: "Sessions",
    cell: ({ sessions }) => sessionsText(sessions),
    sortBy: ({ sessions }) => sessions.total,
    isDescending: true,
  },
  {
    id: "updated",
    label: "Updated",
    cell: ({ updatedAt }) => <RelativeTime time={updatedAt} />,
    sortBy: ({ updatedAt }) => Date.parse(updatedAt),
    isDescending: true,
    className: "whitespace-nowrap",
  },
  { id: "owner", label: "Owner", cell: ({ createdBy }) => createdBy, sortBy: ({ createdBy }) => createdBy },
];

/** RFEs as rows, or as cards on a phone. */
export const RfeTable = ({ rfes }: { rfes: readonly ListedRfe[] }) => (
  <DataTable rows={rfes} columns={columns} rowId={({ id }) => id} {...useSort()} />
);
