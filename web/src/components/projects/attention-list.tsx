import { LinkButton } from "#web/components/ui/button.tsx";
import { Card, CardHeader, CardTitle } from "#web/components/ui/card.tsx";
import { Node } from "#web/components/ui/node.tsx";
import { RelativeTime } from "#web/components/ui/time.tsx";
import type { Attention } from "./attention.ts";

const words: Record<Attention["kind"], string> = {
  "session-failed": "Session failed",
  "seeding-failed": "Seeding failed",
  "open-questions": "Open questions",
};

/** What waits for a person, with the one place where it is dealt with. */
export const AttentionList = ({ project, items }: { project: string; items: readonly Attention[] }) => (
  <Card aria-labelledby="needs-attention">
    <CardHeader>
      <CardTitle id="needs-attention">Needs attention</CardTitle>
      <span className="text-12 text-ink-3">{items.length}</span>
    </CardHeader>
    <ul className="divide-y divide-line">
      {items.map((item) => (
        <li key={`${item.kind} ${item.key}`} className="flex items-start gap-3 px-4 py-3 max-md:flex-wrap">
          <Node state={item.kind === "open-questions" ? "you" : "fail"} small className="mt-0.5" />
          <div className="grid min-w-0 flex-1 gap-0.5 text-13 max-sm:basis-[calc(100%-2rem)]">
            <p className="flex flex-wrap items-baseline gap-x-2">
              <span className="font-medium [overflow-wrap:anywhere]">{item.title}</span>
              <span className={item.kind === "open-questions" ? "text-you-text" : "text-fail-text"}>
                {words[item.kind]}
              </span>
              <RelativeTime time={item.time} className="text-12 text-ink-3" />
            </p>
            <p className="text-ink-2 [overflow-wrap:anywhere]">{item.sentence}</p>
          </div>
          <AttentionLink project={project} item={item} />
        </li>
      ))}
    </ul>
  </Card>
);

/** On a phone below the words, where they begin. */
const ownLine = "max-sm:ml-7";

function AttentionLink({ project, item }: { project: string; item: Attention }) {
  if (item.session !== undefined)
    return (
      <LinkButton
        size="sm"
        className={ownLine}
        to="/projects/$project/sessions/$session"
        params={{ project, session: item.session }}
      >
        View Session
      </LinkButton>
    );
  return (
    <LinkButton
      size="sm"
      className={ownLine}
      to="/projects/$project/rfe/$rfe"
      params={{ project, rfe: item.rfe ?? "" }}
    >
      Open RFE
    </LinkButton>
  );
}
