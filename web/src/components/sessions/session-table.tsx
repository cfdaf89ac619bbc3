import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { ListedSession } from "#web/api/sessions.ts";
import { useRowKeys } from "#web/components/rfe/use-row-keys.ts";
import { Badge } from "#web/components/ui/badge.tsx";
import { TextLink } from "#web/components/ui/button.tsx";
import { Card } from "#web/components/ui/card.tsx";
import { cx } from "#web/components/ui/class-names.ts";
import { LooseStamp, Stamp } from "#web/components/ui/stamp.tsx";
import { Duration, RelativeTime } from "#web/components/ui/time.tsx";
import { costText, countText } from "#web/format.ts";
import { hasEnded, modelName, sessionLook, sessionTitle, tokensOf } from "./session-words.ts";

const head = "px-3 py-2 text-left text-12 font-medium whitespace-nowrap text-ink-3 first:pl-4";
const cell = "px-3 py-3 align-top first:pl-4 max-md:block max-md:p-0 max-md:first:pl-0";
/** On a phone a cell without its column's head says itself what it is. */
const fact = `${cell} text-12 text-ink-2 md:whitespace-nowrap max-md:before:mr-1 max-md:before:text-ink-3 max-md:before:content-[attr(data-label)]`;

/** With little room, how long it ran has no column of its own but stands below when it started. */
const narrow = "md:max-lg:hidden";

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

function Row({ session, titles }: { session: ListedSession } & Pick<SessionTableProps, "titles">) {
  const { status, metadata, name } = session;
  const look = sessionLook(status);
  const word = status.queuePosition === undefined ? look.word : `${look.word}, position ${status.queuePosition}`;
  return (
    <tr className="relative border-t border-line first:border-t-0 hover:bg-hover max-md:flex max-md:flex-wrap max-md:items-baseline max-md:gap-x-3 max-md:gap-y-1.5 max-md:px-4 max-md:py-3">
      <td className={cx(cell, "max-md:basis-full")}>
        <Link
          to="/projects/$project/sessions/$session"
          params={{ project: metadata.project, session: name }}
          data-row=""
          className="font-medium [overflow-wrap:anywhere] after:absolute after:inset-0"
        >
          {sessionTitle(session)}
        </Link>
        <Origin session={session} titles={titles} />
      </td>
      <td className={cx(cell, "max-md:basis-full")}>
        <Badge tone={look.tone}>{word}</Badge>
      </td>
      <td className={fact} data-label="Started">
        {status.startTime === null ? "–" : <RelativeTime time={status.startTime} />}
        <span className="hidden text-ink-3 md:max-lg:block">
          <Ran status={status} />
        </span>
      </td>
      <td className={cx(fact, narrow)} data-label="Duration">
        <Ran status={status} />
      </td>
      <td className={fact} data-label="Spent">
        <Spent status={status} />
        <span className="block text-ink-3 max-md:inline max-md:before:content-['_·_']">{modelName(session)}</span>
      </td>
      <td className={fact} data-label="Commits">
        <Commits status={status} />
      </td>
    </tr>
  );
}

interface SessionTableProps {
  sessions: readonly ListedSession[];
  /** Titles of RFEs by their id; left out where all sessions are of one RFE. */
  titles?: ReadonlyMap<string, string> | undefined;
}

/** Sessions as rows, or as cards on a phone. j and k move, Enter opens. */
export function SessionTable({ sessions, titles }: SessionTableProps) {
  useRowKeys();
  return (
    <Card className="overflow-hidden">
      <table className="w-full text-13 max-md:block">
        <thead className="border-b border-line max-md:sr-only">
          <tr>
            {["Session", "Status", "Started", "Duration", "Cost · tokens", "Commits"].map((name) => (
              <th key={name} scope="col" className={cx(head, name === "Duration" && narrow)}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="max-md:block">
          {sessions.map((session) => (
            <Row key={session.name} session={session} titles={titles} />
          ))}
        </tbody>
      </table>
    </Card>
  );
}
