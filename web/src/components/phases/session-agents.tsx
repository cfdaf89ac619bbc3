import { useQuery } from "@tanstack/react-query";
import { agentsQuery } from "#web/api/agents.ts";
import type { RfeView } from "#web/api/rfes.ts";
import { Checkbox } from "#web/components/ui/checkbox.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import type { SessionChoices } from "./session-choices.ts";

interface SessionAgentsProps {
  rfe: RfeView;
  choices: SessionChoices;
  setChoices: (choices: SessionChoices) => void;
}

/** The personas of the branch that the agent is to consult. */
export function SessionAgents({ rfe, choices, setChoices }: SessionAgentsProps) {
  const query = useQuery(agentsQuery({ project: rfe.project, id: rfe.id }));
  const agents = query.data?.agents ?? [];
  const toggle = (persona: string, isChosen: boolean): void => {
    const others = choices.agents.filter((one) => one !== persona);
    setChoices({ ...choices, agents: isChosen ? [...others, persona] : others });
  };
  if (query.error !== null)
    return <ProblemNote title="The agents could not be read; the session can start without" error={query.error} />;
  if (agents.length === 0) return null;
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 text-13 font-medium">
        Agents to consult <span className="font-normal text-ink-3">optional</span>
      </legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {agents.map(({ persona, name, role }) => (
          <Checkbox
            key={persona}
            label={name}
            hint={role === name ? undefined : role}
            checked={choices.agents.includes(persona)}
            onChange={(event) => toggle(persona, event.target.checked)}
          />
        ))}
      </div>
    </fieldset>
  );
}
