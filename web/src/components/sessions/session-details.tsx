import type { ReactNode } from "react";
import type { SessionDetail } from "#web/api/sessions.ts";
import { Card, CardBody, CardHeader, CardTitle } from "#web/components/ui/card.tsx";
import { CopyButton } from "#web/components/ui/copy-button.tsx";
import { RelativeTime } from "#web/components/ui/time.tsx";
import { costText, durationText } from "#web/format.ts";
import { showHidden } from "./hidden-text.ts";

const Row = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt className="text-ink-3">{name}</dt>
    <dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
  </>
);

const moment = (time: string | null): ReactNode => (time === null ? "not yet" : <RelativeTime time={time} />);

function Facts({ session: { name, metadata, spec, status } }: { session: SessionDetail }) {
  return (
    <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-5 gap-y-1.5 text-13">
      <Row name="Session">
        <code>{name}</code>
      </Row>
      <Row name="Created">
        {moment(metadata.createdAt)} by {metadata.createdBy}
      </Row>
      <Row name="Started">{moment(status.startTime)}</Row>
      <Row name="Ended">{moment(status.completionTime)}</Row>
      <Row name="Attempt">{status.attempt}</Row>
      <Row name="Model asked for">{spec.model}</Row>
      <Row name="Time limit">{durationText(spec.timeout * 1_000)}</Row>
      {spec.maxTurns !== undefined && <Row name="Turn limit">{spec.maxTurns}</Row>}
      {spec.maxCostUsd !== undefined && <Row name="Cost limit">{costText(spec.maxCostUsd)}</Row>}
      <Row name="Agents">{spec.agents?.length ? spec.agents.join(", ") : "none chosen"}</Row>
      {metadata.parentSession !== undefined && <Row name="Cloned from">{metadata.parentSession}</Row>}
    </dl>
  );
}

/** What a session was asked to do and under which limits. */
export const SessionDetails = ({ session }: { session: SessionDetail }) => (
  <div className="grid gap-4">
    <Card aria-labelledby="session-prompt">
      <CardHeader>
        <CardTitle id="session-prompt">Prompt</CardTitle>
        <CopyButton text={session.spec.prompt} label="Copy prompt" className="ml-auto" />
      </CardHeader>
      <CardBody>
        <p className="max-w-[76ch] whitespace-pre-wrap [overflow-wrap:anywhere]">{showHidden(session.spec.prompt)}</p>
      </CardBody>
    </Card>
    <Card aria-labelledby="session-facts">
      <CardHeader>
        <CardTitle id="session-facts">Details</CardTitle>
      </CardHeader>
      <CardBody>
        <Facts session={session} />
      </CardBody>
    </Card>
    <Card aria-labelledby="session-raw">
      <details>
        <summary id="session-raw" className="min-h-11 cursor-pointer px-4 py-3 text-13 font-semibold">
          Raw JSON
        </summary>
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
          tabIndex={0}
          className="max-h-[60vh] overflow-auto border-t border-line bg-sunken p-4 text-12"
        >
          {showHidden(JSON.stringify(session, null, 2))}
        </pre>
      </details>
    </Card>
  </div>
);
