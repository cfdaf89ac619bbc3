import type { RfeSession } from "#web/api/phases.ts";
import type { RfeView } from "#web/api/rfes.ts";
import { isLiveSession } from "#web/components/phases/phase-status.ts";
import { phaseTexts } from "#web/components/phases/phase-texts.ts";
import { Line, LineItem } from "#web/components/ui/branch-line.tsx";
import { TextLink } from "#web/components/ui/button.tsx";
import type { NodeState } from "#web/components/ui/node.tsx";
import { LooseStamp, StampLink } from "#web/components/ui/stamp.tsx";
import { RelativeTime } from "#web/components/ui/time.tsx";
import { plural } from "#web/format.ts";
import type { TimelineEntry } from "./timeline.ts";

const sessionNoun = ({ metadata, spec, name }: RfeSession): string => {
  const phase = metadata.rfePhase;
  if (phase !== undefined && phase !== "ideate") return `${phaseTexts[phase].noun} session`;
  return spec.displayName || name;
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const endings: Partial<Record<RfeSession["status"]["phase"], string>> = {
  Completed: "completed",
  Failed: "failed",
  Stopped: "was stopped",
  Error: "was lost",
};

function nodeOf(entry: TimelineEntry): NodeState {
  if (entry.kind === "commit") return "dot";
  if (entry.event === "started") return isLiveSession(entry.session) ? "live" : "dot";
  const { phase } = entry.session.status;
  return phase === "Failed" || phase === "Error" ? "fail" : "dot";
}

function CommitEntry({ rfe, entry }: { rfe: RfeView; entry: Extract<TimelineEntry, { kind: "commit" }> }) {
  const { commit, repo, session } = entry;
  const [subject = ""] = commit.message.split("\n");
  const [file] = commit.files;
  return (
    <>
      <p className="[overflow-wrap:anywhere]">{subject}</p>
      <p className="mt-0.5 flex flex-wrap items-center gap-x-2.5 text-12 text-ink-3 [&_a]:inline-flex [&_a]:min-h-6 [&_a]:items-center">
        {file === undefined || repo !== entry.repo ? null : (
          <StampLink
            sha={commit.sha}
            to="/projects/$project/rfe/$rfe/files"
            params={{ project: rfe.project, rfe: rfe.id }}
            search={{ path: file.path, at: commit.sha }}
          />
        )}
        <span>{repo}</span>
        <span>{commit.author.name}</span>
        {commit.files.length > 0 && <span>{plural(commit.files.length, "file")}</span>}
        {session !== undefined && (
          <TextLink to="/projects/$project/sessions/$session" params={{ project: rfe.project, session: session.name }}>
            {sessionNoun(session)}
          </TextLink>
        )}
        <RelativeTime time={commit.date} />
      </p>
    </>
  );
}

function SessionEntry({ rfe, entry }: { rfe: RfeView; entry: Extract<TimelineEntry, { kind: "session" }> }) {
  const { session, event, at } = entry;
  const kept = session.status.repos.filter(({ commitSha, pushed }) => commitSha !== null && !pushed).length;
  const noun = sessionNoun(session);
  const link = (
    <TextLink to="/projects/$project/sessions/$session" params={{ project: rfe.project, session: session.name }}>
      {event === "started" ? noun : capital(noun)}
    </TextLink>
  );
  return (
    <>
      <p>
        {event === "started" ? (
          <>
            {session.metadata.createdBy} started {/^[aeiou]/.test(noun) ? "an" : "a"} {link}
          </>
        ) : (
          <>
            {link} {endings[session.status.phase] ?? "ended"}
          </>
        )}
      </p>
      <p className="mt-0.5 flex flex-wrap items-center gap-x-2.5 text-12 text-ink-3">
        {event === "ended" && kept > 0 && <LooseStamp>{plural(kept, "commit")} not pushed</LooseStamp>}
        <RelativeTime time={at} />
      </p>
    </>
  );
}

const keyOf = (entry: TimelineEntry): string =>
  entry.kind === "commit" ? `${entry.repo} ${entry.commit.sha}` : `${entry.session.name} ${entry.event}`;

/** Solid where git can prove it, a lighter line for what sessions did, moving while one writes. */
function edgeOf(entry: TimelineEntry) {
  if (nodeOf(entry) === "live") return "moving";
  return entry.kind === "commit" ? "solid" : "talk";
}

/** What happened to an RFE, newest first, on one line. */
export function TimelineList({ rfe, entries }: { rfe: RfeView; entries: readonly TimelineEntry[] }) {
  return (
    <Line aria-label="Activity">
      {entries.map((entry) => (
        <LineItem key={keyOf(entry)} small state={nodeOf(entry)} edge={edgeOf(entry)} className="pb-4 text-13">
          {entry.kind === "commit" ? <CommitEntry rfe={rfe} entry={entry} /> : <SessionEntry rfe={rfe} entry={entry} />}
        </LineItem>
      ))}
    </Line>
  );
}
