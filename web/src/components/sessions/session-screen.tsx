import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useMemo } from "react";
import { keys } from "#web/api/keys.ts";
import { rfeQuery } from "#web/api/rfes.ts";
import type { SessionDetail } from "#web/api/sessions.ts";
import { Badge } from "#web/components/ui/badge.tsx";
import { Card, CardHeader, CardTitle } from "#web/components/ui/card.tsx";
import { Crumb, PageBody, PageHeader } from "#web/components/ui/page-header.tsx";
import { Tab, Tabs } from "#web/components/ui/tabs.tsx";
import "./conversation.css";
import { ConversationView, useConversation } from "./conversation-view.tsx";
import { LogBar } from "./log-bar.tsx";
import { SessionActions, StickyStop } from "./session-actions.tsx";
import { tells } from "./session-block.ts";
import { SessionDetails } from "./session-details.tsx";
import type { LogView, SessionLog } from "./session-log.ts";
import { sessionRepositories } from "./session-repos.ts";
import { SessionRepositoryList } from "./session-repository-list.tsx";
import { LogStateNote, SessionState } from "./session-state.tsx";
import { SessionVitals } from "./session-vitals.tsx";
import { hasEnded, sessionLook, sessionTitle } from "./session-words.ts";

export type SessionView = "conversation" | "changes" | "details";

interface SessionScreenProps {
  session: SessionDetail;
  show: SessionView;
  log: SessionLog;
  view: LogView;
  event: number | undefined;
  onRetry: () => void;
}

function useCrumbs({ metadata }: SessionDetail) {
  const { project, rfeWorkflow, rfePhase } = metadata;
  const rfe = useQuery({ ...rfeQuery({ project, id: rfeWorkflow ?? "" }), enabled: rfeWorkflow !== undefined });
  const home = (
    <Crumb to="/projects/$project/sessions" params={{ project }}>
      Sessions
    </Crumb>
  );
  if (rfeWorkflow === undefined) return [home];
  const params = { project, rfe: rfeWorkflow };
  return [
    home,
    <Crumb key="rfe" to="/projects/$project/rfe/$rfe" params={params}>
      {rfe.data?.rfe.title ?? rfeWorkflow}
    </Crumb>,
    ...(rfePhase === undefined
      ? []
      : [
          <Link
            key="phase"
            to="/projects/$project/rfe/$rfe/sessions"
            params={params}
            className="rounded-1 hover:text-ink"
          >
            {rfePhase}
          </Link>,
        ]),
  ];
}

/** When the log says that the status changed, the session is asked for anew, even without news of the project. */
function useFreshSession({ metadata, name }: SessionDetail, statuses: number): void {
  const queries = useQueryClient();
  const { project } = metadata;
  useEffect(() => {
    if (statuses > 0) void queries.invalidateQueries({ queryKey: keys.session(project, name) });
  }, [queries, project, name, statuses]);
}

const views = [
  { name: "conversation", words: "Conversation" },
  { name: "changes", words: "Changes" },
  { name: "details", words: "Details" },
] as const;

function SessionTabs({ session, show, changes }: { session: SessionDetail; show: SessionView; changes: number }) {
  const params = { project: session.metadata.project, session: session.name };
  return (
    <Tabs label="Session">
      {views.map(({ name, words }) => (
        <Tab
          key={name}
          to="/projects/$project/sessions/$session/$view"
          params={{ ...params, view: name }}
          {...(name === show ? { "aria-current": "page" as const } : {})}
          {...(name === "changes" ? { count: changes } : {})}
        >
          {words}
        </Tab>
      ))}
    </Tabs>
  );
}

/** A session: what it is, what it did, and what can be done with it. */
export function SessionScreen({ session, show, log, view, event, onRetry }: SessionScreenProps) {
  useFreshSession(session, view.facts.statuses);
  const look = sessionLook(session.status);
  const crumbs = useCrumbs(session);
  const isLive = !hasEnded(session.status.phase);
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows grow in place; how many tell of git says when
  const repos = useMemo(() => sessionRepositories(session, view.blocks), [session, view.facts.commits, view.epoch]);
  const commits = repos.reduce((sum, { pushed, loose }) => sum + pushed.length + loose.length, 0);
  const changes = (
    <Card aria-labelledby="session-repositories">
      <CardHeader>
        <CardTitle id="session-repositories">Repositories</CardTitle>
      </CardHeader>
      <SessionRepositoryList repos={repos} isLive={isLive} />
    </Card>
  );
  const { bar, ...conversation } = useConversation(view, event);
  return (
    <>
      <div className="session-head">
        <PageHeader
          crumbs={crumbs}
          title={sessionTitle(session)}
          badge={<Badge tone={look.tone}>{look.word}</Badge>}
          actions={<SessionActions session={session} log={log} />}
        >
          <SessionVitals session={session} facts={view.facts} />
          <SessionTabs session={session} show={show} changes={commits} />
        </PageHeader>
        {show === "conversation" && (
          <div className="log-bar border-b border-line bg-bg">
            <PageBody className="py-1.5 pb-1.5">
              <LogBar {...bar}>{isLive && <StickyStop session={session} />}</LogBar>
              <LogStateNote state={view.state} loaded={view.loaded} onRetry={onRetry} />
            </PageBody>
          </div>
        )}
        {show !== "conversation" && isLive && (
          <div className="log-bar stop-bar border-b border-line bg-bg">
            <PageBody className="flex items-center justify-between gap-2 py-1.5 pb-1.5">
              <Badge tone={look.tone}>{look.word}</Badge>
              <StickyStop session={session} />
            </PageBody>
          </div>
        )}
      </div>
      <PageBody className="grid gap-4 pt-4">
        {(isLive || show !== "conversation") && <SessionState session={session} />}
        {show === "changes" && changes}
        {show === "details" && <SessionDetails session={session} />}
        {show === "conversation" && (
          <div className="grid gap-6 xl:grid-cols-[minmax(0,1fr)_320px]">
            <ConversationView {...conversation} view={view} event={event} author={session.metadata.createdBy}>
              {!isLive && (
                <SessionState
                  session={session}
                  isSaid={view.blocks.some((block) => tells(block, session.status.message))}
                />
              )}
            </ConversationView>
            <aside aria-label="Repositories of the session" className="sticky top-60 self-start max-xl:hidden">
              {changes}
            </aside>
          </div>
        )}
      </PageBody>
    </>
  );
}
