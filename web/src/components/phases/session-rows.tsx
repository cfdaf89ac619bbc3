import { Link } from "@tanstack/react-router";
import type { RfeSession } from "#web/api/phases.ts";
import { useRowKeys } from "#web/components/rfe/use-row-keys.ts";
import { Badge, type Tone } from "#web/components/ui/badge.tsx";
import { Card } from "#web/components/ui/card.tsx";
import { Stamp } from "#web/components/ui/stamp.tsx";
import { Duration, RelativeTime } from "#web/components/ui/time.tsx";
import { costText, countText } from "#web/format.ts";
import { phaseTexts } from "./phase-texts.ts";

const tones: Record<RfeSession["status"]["phase"], Tone> = {
  Pending: "neutral",
  Creating: "live",
  Running: "live",
  Stopping: "live",
  Completed: "ok",
  Failed: "fail",
  Stopped: "neutral",
  Error: "fail",
};

function nounOf({ metadata: { rfePhase } }: RfeSession): string {
  if (rfePhase === undefined || rfePhase === "ideate") return "Session";
  return phaseTexts[rfePhase].create.replace("Create ", "");
}

const cell = "px-4 py-2.5 max-md:block max-md:px-0 max-md:py-0";
const aside = "max-md:before:mr-1 max-md:before:text-ink-3 max-md:before:content-[attr(data-label)]";

function tokensText({ usage }: RfeSession["status"]): string {
  if (usage === undefined) return "–";
  return countText(usage.input + usage.output + usage.cacheRead + usage.cacheWrite);
}

function Took({ session }: { session: RfeSession }) {
  const { startTime, completionTime } = session.status;
  if (startTime === null) return "–";
  return <Duration from={startTime} to={completionTime ?? undefined} />;
}

function Row({ session }: { session: RfeSession }) {
  const { status, spec, metadata, name } = session;
  const commits = status.repos.flatMap(({ commitSha }) => (commitSha === null ? [] : [commitSha]));
  return (
    <tr className="relative border-t border-line first:border-t-0 hover:bg-hover max-md:grid max-md:gap-1.5 max-md:px-4 max-md:py-3">
      <td className={cell}>
        <Link
          to="/projects/$project/sessions/$session"
          params={{ project: metadata.project, session: name }}
          data-row=""
          className="font-medium after:absolute after:inset-0"
        >
          {spec.displayName || nounOf(session)}
        </Link>
        <span className="block font-mono text-12 text-ink-3 [overflow-wrap:anywhere]">{name}</span>
      </td>
      <td className={cell}>{metadata.rfePhase ?? "–"}</td>
      <td className={cell}>
        <Badge tone={tones[status.phase]}>{status.phase}</Badge>
        {status.queuePosition !== undefined && (
          <span className="ml-2 text-12 text-ink-3">position {status.queuePosition}</span>
        )}
      </td>
      <td className={`${cell} text-12 text-ink-2 ${aside}`} data-label="Model">
        {status.model ?? spec.model}
      </td>
      <td className={`${cell} text-12 whitespace-nowrap text-ink-2 ${aside}`} data-label="Started">
        <RelativeTime time={status.startTime ?? metadata.createdAt} />
      </td>
      <td className={`${cell} text-12 whitespace-nowrap text-ink-2 ${aside}`} data-label="Duration">
        <Took session={session} />
      </td>
      <td className={`${cell} text-12 text-ink-2 ${aside}`} data-label="Cost">
        {status.total_cost_usd === undefined ? "–" : costText(status.total_cost_usd)}
      </td>
      <td className={`${cell} text-12 text-ink-2 ${aside}`} data-label="Tokens">
        {tokensText(status)}
      </td>
      <td className={cell}>
        <span className="grid gap-1">
          {commits.map((sha) => (
            <Stamp key={sha} sha={sha} />
          ))}
        </span>
      </td>
    </tr>
  );
}

const columns = ["Session", "Phase", "Status", "Model", "Started", "Duration", "Cost", "Tokens", "Commits"];

/** The sessions of an RFE as rows, or as cards on a phone. */
export function SessionRows({ sessions }: { sessions: readonly RfeSession[] }) {
  useRowKeys();
  return (
    <Card className="overflow-x-auto">
      <table className="w-full text-13 max-md:block">
        <thead className="border-b border-line max-md:sr-only">
          <tr>
            {columns.map((name) => (
              <th
                key={name}
                scope="col"
                className="px-4 py-2 text-left text-12 font-medium whitespace-nowrap text-ink-3"
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="max-md:block">
          {sessions.map((session) => (
            <Row key={session.name} session={session} />
          ))}
        </tbody>
      </table>
    </Card>
  );
}
