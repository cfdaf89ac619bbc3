import { Link } from "@tanstack/react-router";
import { type ReactNode, useMemo } from "react";
import type { ListedSession } from "#web/api/sessions.ts";
import { Badge } from "#web/components/ui/badge.tsx";
import { TextLink } from "#web/components/ui/button.tsx";
import { type Column, DataTable } from "#web/components/ui/data-table.tsx";
import { LooseStamp, Stamp } from "#web/components/ui/stamp.tsx";
import { Duration, RelativeTime } from "#web/components/ui/time.tsx";
import { useSort } from "#web/components/ui/use-sort.ts";
import { costText, countText } from "#web/format.ts";
import { hasEnded, modelName, sessionLook, sessionTitle, tokensOf } from "./session-words.ts";

function Ran({ status }: { status: ListedSession["status"] }) {
  if (status.startTime === null) return <>not started</>;
  return (
    <Duration from={status.startTime} to={hasEnded(status.phase) ? (status.completionTime ?? undefined) : undefined} />
  );
}

function Spent({ status }: { status: ListedSession["status"] }) {
  const tokens = tokensOf(status);
  if (status.total_cost_usd === undefined && tokens === undefined) return <>–</>;
  return (
    <>
      {status.total_cost_usd === undefined ? "–" : costText(status.total_cost_usd)}
      {tokens !== undefined && ` · ${countText(tokens)} tokens`}
    </>
  );
}

function Commits({ status }: { status: ListedSession["status"] }) {
  const made = status.repos.filter(({ commitSha }) => commitSha !== null);
  if (made.length === 0) return <>–</>;
  return (
    <span className="inline-flex flex-wrap gap-x-2.5 gap-y-1">
      {made.map(({ url, commitSha, pushed }) =>
        pushed ? (
          <Stamp key={url} sha={commitSha ?? ""} />
        ) : (
          <LooseStamp key={url}>{commitSha?.slice(0, 7)} not pushed</LooseStamp>
        ),
      )}
    </span>
  );
}

function Origin({ session, titles }: { session: ListedSession } & Pick<SessionTableProps, "titles">): ReactNode {
  const { project, rfeWorkflow, rfePhase } = session.metadata;
  if (rfeWorkflow === undefined) return null;
  if (titles === undefined) return <span className="mt-0.5 block text-12 text-ink-2">{rfePhase}</span>;
  return (
    <span className="mt-0.5 block text-12 text-ink-2">
      {rfePhase !== undefined && `${rfePhase} · `}
      <TextLink to="/projects/$project/rfe/$rfe" params={{ project, rfe: rfeWorkflow }} className="relative z-1">
        {titles.get(rfeWorkflow) ?? rfeWorkflow}
      </TextLink>
    </span>
  );
}

const Name = ({ session, titles }: { session: ListedSession } & Pick<SessionTableProps, "titles">) => (
  <>
    <Link
      to="/projects/$project/sessions/$session"
      params={{ project: session.metadata.project, session: session.name }}
      data-row=""
      className="font-medium [overflow-wrap:anywhere] after:absolute after:inset-0"
    >
      {sessionTitle(session)}
    </Link>
    <Origin session={session} titles={titles} />
  </>
);

function State({ status }: Pick<ListedSession, "status">) {
  const { tone, word } = sessionLook(status);
  return (
    <Badge tone={tone}>{status.queuePosition === undefined ? word : `${word}, position ${status.queuePosition}`}</Badge>
  );
}

const startOf = ({ status }: ListedSession): number => (status.startTime === null ? 0 : Date.parse(status.startTime));
const lastOf = ({ status }: ListedSession): number =>
  status.completionTime === null ? Date.now() : Date.parse(status.completionTime);

const columnsWith = (titles: SessionTableProps["titles"]): Column<ListedSession>[] => [
  {
    id: "name",
    label: "Session",
    cell: (session) => <Name session={session} titles={titles} />,
    sortBy: (session) => sessionTitle(session).toLowerCase(),
    isWide: true,
  },
  {
    id: "status",
    label: "Status",
    cell: ({ status }) => <State status={status} />,
    sortBy: ({ status }) => status.phase,
    isWide: true,
  },
  {
    id: "started",
    label: "Started",
    cell: ({ status }) => (
      <>
        {status.startTime === null ? "–" : <RelativeTime time={status.startTime} />}
        <span className="hidden text-ink-3 md:max-lg:block">
          <Ran status={status} />
        </span>
      </>
    ),
    sortBy: startOf,
    isDescending: true,
    className: "md:whitespace-nowrap",
  },
  {
    id: "duration",
    label: "Duration",
    cell: ({ status }) => <Ran status={status} />,
    sortBy: (session) => (startOf(session) === 0 ? 0 : lastOf(session) - startOf(session)),
    isDescending: true,
    // With little room it has no column of its own but stands below the start.
    className: "md:whitespace-nowrap md:max-lg:hidden",
  },
  {
    id: "spent",
    label: "Cost · tokens",
    cell: (session) => (
      <>
        <Spent status={session.status} />
        <span className="block text-ink-3 max-md:inline max-md:before:content-['_·_']">{modelName(session)}</span>
      </>
    ),
    sortBy: ({ status }) => status.total_cost_usd ?? 0,
    isDescending: true,
    className: "md:whitespace-nowrap",
  },
  {
    id: "commits",
    label: "Commits",
    cell: ({ status }) => <Commits status={status} />,
    className: "md:whitespace-nowrap",
  },
];

interface SessionTableProps {
  sessions: readonly ListedSession[];
  /** Titles of RFEs by their id; left out where all sessions are of one RFE. */
  titles?: ReadonlyMap<string, string> | undefined;
}

/** Sessions as rows, or as cards on a phone. */
export function SessionTable({ sessions, titles }: SessionTableProps) {
  const columns = useMemo(() => columnsWith(titles), [titles]);
  return <DataTable rows={sessions} columns={columns} rowId={({ name }) => name} {...useSort()} />;
}
