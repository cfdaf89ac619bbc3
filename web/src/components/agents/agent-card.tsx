import type { AgentPersona } from "#web/api/agents.ts";
import type { RfeView } from "#web/api/rfes.ts";
import { LinkButton } from "#web/components/ui/button.tsx";
import { Card } from "#web/components/ui/card.tsx";

interface AgentCardProps {
  rfe: RfeView;
  agent: AgentPersona;
}

/** One persona as its file on the branch describes it. */
export function AgentCard({ rfe, agent }: AgentCardProps) {
  const id = `agent-${agent.persona}`;
  return (
    <Card aria-labelledby={id} className="flex flex-col gap-2 p-4">
      <div>
        <h3 id={id} className="text-14 [overflow-wrap:anywhere]">
          {agent.name}
        </h3>
        {agent.role !== agent.name && <p className="text-12 text-ink-3">{agent.role}</p>}
      </div>
      <p className="flex-1 text-13 text-ink-2 [overflow-wrap:anywhere]">{agent.description}</p>
      <div className="flex items-center justify-between gap-2">
        <span className="min-w-0 font-mono text-12 text-ink-2 [overflow-wrap:anywhere]">{agent.path}</span>
        <LinkButton
          size="sm"
          to="/projects/$project/rfe/$rfe/files"
          params={{ project: rfe.project, rfe: rfe.id }}
          search={{ path: agent.path, all: "1" }}
          aria-label={`View ${agent.name}`}
        >
          View
        </LinkButton>
      </div>
    </Card>
  );
}
