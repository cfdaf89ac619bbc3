import { useQuery } from "@tanstack/react-query";
import { agentsQuery } from "#web/api/agents.ts";
import { isProblemCode } from "#web/api/problem-code.ts";
import { type RfeView, rfeQuery } from "#web/api/rfes.ts";
import { AgentCard } from "#web/components/agents/agent-card.tsx";
import { useRfeAddress, useRfeKey } from "#web/components/rfe/rfe-address.ts";
import { Button } from "#web/components/ui/button.tsx";
import { EmptyState } from "#web/components/ui/empty-state.tsx";
import { PageBody } from "#web/components/ui/page-header.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { SkeletonRows } from "#web/components/ui/skeleton.tsx";
import { Stamp } from "#web/components/ui/stamp.tsx";
import { plural } from "#web/format.ts";

function NoAgents({ rfe }: { rfe: RfeView }) {
  const { change } = useRfeAddress();
  return (
    <EmptyState
      title="No agents found in repository .claude/agents directory"
      action={rfe.can.seed && <Button onClick={() => change({ dialog: "seed" })}>Seed Repository</Button>}
    >
      Seed the repository to add agent definitions
    </EmptyState>
  );
}

function Agents({ rfe }: { rfe: RfeView }) {
  const query = useQuery({ ...agentsQuery({ project: rfe.project, id: rfe.id }), retry: false });
  const agents = query.data?.agents ?? [];
  const hasNoBranch = isProblemCode(query.error, "ref-not-found");
  const isEmpty = hasNoBranch || (query.data !== undefined && agents.length === 0);
  return (
    <PageBody className="grid gap-4">
      <h2 className="sr-only">Agents</h2>
      {query.error !== null && !hasNoBranch && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <SkeletonRows rows={3} label="Reading the agents" className="h-32" />}
      {isEmpty && <NoAgents rfe={rfe} />}
      {agents.length > 0 && query.data !== undefined && (
        <>
          <p className="flex flex-wrap items-center gap-x-3 text-13 text-ink-2">
            {plural(agents.length, "persona")} on <span className="font-mono text-12 text-ink">{rfe.branchName}</span>
            <Stamp sha={query.data.commitSha} />
          </p>
          <div className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
            {agents.map((agent) => (
              <AgentCard key={agent.path} rfe={rfe} agent={agent} />
            ))}
          </div>
        </>
      )}
    </PageBody>
  );
}

/** The personas of the branch; there is no other list than git's. */
export function RfeAgents() {
  const rfe = useQuery(rfeQuery(useRfeKey())).data?.rfe;
  return rfe === undefined ? null : <Agents rfe={rfe} />;
}
