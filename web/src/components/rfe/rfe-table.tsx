import { Link } from "@tanstack/react-router";
import type { ListedRfe } from "#web/api/rfes.ts";
import { Card } from "#web/components/ui/card.tsx";
import { RelativeTime } from "#web/components/ui/time.tsx";
import { repositoryLabel } from "./repository-name.ts";
import { RfeTrack } from "./rfe-track.tsx";
import { useRowKeys } from "./use-row-keys.ts";

const head = "px-4 py-2 text-left text-12 font-medium whitespace-nowrap text-ink-3";
const cell = "px-4 py-3 align-middle max-md:block max-md:px-0 max-md:py-0";
/** On a phone a cell without its column's head says itself what it is. */
const aside = "max-md:before:mr-1 max-md:before:text-ink-3 max-md:before:content-[attr(data-label)]";

function sessionsText({ running, total }: ListedRfe["sessions"]): string {
  return running > 0 ? `${running} running of ${total}` : `${total}`;
}

function Row({ rfe }: { rfe: ListedRfe }) {
  return (
    <tr className="relative border-t border-line hover:bg-hover max-md:flex max-md:flex-wrap max-md:items-baseline max-md:gap-x-3 max-md:gap-y-1.5 max-md:px-4 max-md:py-3">
      <td className={`${cell} max-md:basis-full`}>
        <Link
          to="/projects/$project/rfe/$rfe"
          params={{ project: rfe.project, rfe: rfe.id }}
          data-row=""
          className="font-medium after:absolute after:inset-0 focus-visible:after:rounded-2"
        >
          {rfe.title}
        </Link>
        <span className="mt-0.5 block font-mono text-12 text-ink-2 [overflow-wrap:anywhere]">{rfe.branchName}</span>
      </td>
      <td className={`${cell} max-md:basis-full`}>
        <RfeTrack phase={rfe.phase} status={rfe.status} />
      </td>
      <td className={`${cell} text-12 text-ink-2 ${aside}`} data-label="Spec repo">
        {repositoryLabel(rfe.umbrellaRepo.url)}
      </td>
      <td className={`${cell} text-12 text-ink-2 ${aside}`} data-label="Sessions">
        {sessionsText(rfe.sessions)}
      </td>
      <td className={`${cell} text-12 whitespace-nowrap text-ink-2 ${aside}`} data-label="Updated">
        <RelativeTime time={rfe.updatedAt} />
      </td>
      <td className={`${cell} text-12 text-ink-2 ${aside}`} data-label="Owner">
        {rfe.createdBy}
      </td>
    </tr>
  );
}

/** RFEs as rows, or as cards on a phone. j and k move, Enter opens. */
export function RfeTable({ rfes }: { rfes: readonly ListedRfe[] }) {
  useRowKeys();
  return (
    <Card className="overflow-hidden">
      <table className="w-full text-13 max-md:block [&_tr:first-child]:border-t-0">
        <thead className="border-b border-line max-md:sr-only">
          <tr>
            {["RFE", "Phase", "Spec repo", "Sessions", "Updated", "Owner"].map((name) => (
              <th key={name} scope="col" className={head}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="max-md:block">
          {rfes.map((rfe) => (
            <Row key={rfe.id} rfe={rfe} />
          ))}
        </tbody>
      </table>
    </Card>
  );
}
