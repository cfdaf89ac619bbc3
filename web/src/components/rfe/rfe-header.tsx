import { useQuery } from "@tanstack/react-query";
import { BookMarked, GitBranch, RefreshCw, Target } from "lucide-react";
import { useState } from "react";
import { rfeSessionsQuery, summaryQuery } from "#web/api/phases.ts";
import type { RfeView } from "#web/api/rfes.ts";
import { PhaseStepper } from "#web/components/phases/phase-stepper.tsx";
import { Button } from "#web/components/ui/button.tsx";
import { Chip } from "#web/components/ui/chip.tsx";
import { CopyButton } from "#web/components/ui/copy-button.tsx";
import { Crumb, PageHeader } from "#web/components/ui/page-header.tsx";
import { RelativeTime } from "#web/components/ui/time.tsx";
import { repositoryLabel, repositoryPage } from "./repository-name.ts";
import { RfeMenu } from "./rfe-menu.tsx";
import { RfeTabs } from "./rfe-tabs.tsx";

function RepositoryChip({ url }: { url: string }) {
  const page = repositoryPage(url);
  const label = repositoryLabel(url);
  return (
    <Chip icon={<BookMarked aria-hidden />} title={url}>
      {page === undefined ? (
        label
      ) : (
        <a href={page} className="hover:underline" rel="noreferrer" target="_blank">
          {label}
        </a>
      )}
    </Chip>
  );
}

function Chips({ rfe }: { rfe: RfeView }) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Chip
        mono
        icon={<GitBranch aria-hidden />}
        action={<CopyButton text={rfe.branchName} label="Copy branch name" />}
        title={rfe.branchName}
      >
        {rfe.branchName}
      </Chip>
      {[rfe.umbrellaRepo, ...rfe.supportingRepos].map(({ url }) => (
        <RepositoryChip key={url} url={url} />
      ))}
      {rfe.parentOutcome !== undefined && (
        <Chip icon={<Target aria-hidden />} title="Parent Outcome">
          {rfe.parentOutcome}
        </Chip>
      )}
    </div>
  );
}

interface RefreshProps {
  at: string | undefined;
  onRefresh: () => Promise<unknown>;
}

/** How old the board is, and a way to look at the repositories now. */
function Refresh({ at, onRefresh }: RefreshProps) {
  const [isAsked, setAsked] = useState(false);
  const refresh = (): void => {
    setAsked(true);
    void onRefresh().finally(() => setAsked(false));
  };
  return (
    <>
      {at !== undefined && (
        <span className="text-12 text-ink-3">
          Updated <RelativeTime time={at} />
        </span>
      )}
      <Button size="sm" busy={isAsked} onClick={refresh}>
        {!isAsked && <RefreshCw aria-hidden />}
        Refresh
      </Button>
    </>
  );
}

/** The first paragraph; what the description says beyond it opens in place. */
function Description({ text }: { text: string }) {
  const [first = "", ...more] = text.trim().split(/\n\s*\n/);
  if (first === "") return null;
  return (
    <div className="-mt-1.5 grid max-w-[76ch] gap-1 text-ink-2">
      <p className="line-clamp-3">{first}</p>
      {more.length > 0 && (
        <details className="text-13">
          <summary className="min-h-6 cursor-pointer text-12 text-ink-3">Whole description</summary>
          <p className="mt-1 whitespace-pre-line">{more.join("\n\n")}</p>
        </details>
      )}
    </div>
  );
}

interface RfeHeaderProps {
  rfe: RfeView;
  onRefresh: () => Promise<unknown>;
}

/** What the RFE is and where it stands: the same on all of its pages. */
export function RfeHeader({ rfe, onRefresh }: RfeHeaderProps) {
  const key = { project: rfe.project, id: rfe.id };
  const summary = useQuery(summaryQuery(key));
  const sessions = useQuery(rfeSessionsQuery(key)).data?.sessions ?? [];
  return (
    <PageHeader
      crumbs={[
        <Crumb key="project" to="/projects/$project" params={{ project: rfe.project }}>
          {rfe.project}
        </Crumb>,
        <Crumb key="rfes" to="/projects/$project/rfe" params={{ project: rfe.project }}>
          RFEs
        </Crumb>,
        <span key="here" className="font-mono text-12 text-ink-3">
          {rfe.id}
        </span>,
      ]}
      title={rfe.title}
      actions={
        <>
          <Refresh at={summary.data?.checkedAt} onRefresh={onRefresh} />
          <RfeMenu rfe={rfe} />
        </>
      }
    >
      <Description text={rfe.description} />
      <Chips rfe={rfe} />
      <div className="mt-2">
        <PhaseStepper rfe={rfe} summary={summary.data} sessions={sessions} />
      </div>
      <RfeTabs rfe={rfe} summary={summary.data} />
    </PageHeader>
  );
}
