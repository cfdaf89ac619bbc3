import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useId, useState } from "react";
import { summaryQuery, useStartSession } from "#web/api/phases.ts";
import { projectQuery } from "#web/api/projects.ts";
import type { BoardPhaseName, RfeView } from "#web/api/rfes.ts";
import { tasksQuery } from "#web/api/tasks.ts";
import { useRfeAddress } from "#web/components/rfe/rfe-address.ts";
import { Button } from "#web/components/ui/button.tsx";
import { Dialog } from "#web/components/ui/dialog.tsx";
import { Field, Input } from "#web/components/ui/input.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { blockedReason } from "./phase-status.ts";
import { phaseTexts } from "./phase-texts.ts";
import { SessionAgents } from "./session-agents.tsx";
import { type SessionChoices, type SessionDefaults, sessionBody, suggestedChoices } from "./session-choices.ts";
import { SessionLimits } from "./session-limits.tsx";
import { SessionPrompt } from "./session-prompt.tsx";
import { SessionRepositories } from "./session-repositories.tsx";
import { submitOnEnter } from "./submit-on-enter.ts";

interface StartDialogProps {
  rfe: RfeView;
  phase: BoardPhaseName;
  /** The id of the task to implement. */
  task: string | undefined;
}

/** Prepares a session of a phase: everything is filled in, and everything may be changed. */
export function StartDialog({ rfe, phase, task }: StartDialogProps) {
  const { close } = useRfeAddress();
  const tasks = useQuery({
    ...tasksQuery({ project: rfe.project, id: rfe.id }),
    enabled: phase === "implement",
    retry: false,
  });
  const wanted = tasks.data?.items.find(({ id, done }) => (task === undefined ? !done : id === task));
  const project = useQuery(projectQuery(rfe.project));
  // The prompt names a task, and the limits are the project's: the dialog opens once there is something to fill in.
  if (project.isPending || (phase === "implement" && tasks.isPending))
    return (
      <p role="status" className="sr-only">
        Preparing the session…
      </p>
    );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      size="lg"
      title={phaseTexts[phase].create.replace("Create", "New")}
      description={`Works on ${rfe.branchName}. The agent commits to the repositories that are writable here, and to no other branch.`}
    >
      <StartForm
        {...{ rfe, phase, first: wanted, tasks: tasks.data?.items ?? [] }}
        defaults={project.data?.project.defaults ?? {}}
        onDone={close}
      />
    </Dialog>
  );
}

interface StartFormProps {
  rfe: RfeView;
  phase: BoardPhaseName;
  first: SessionChoices["task"];
  tasks: readonly { id: string; title: string; done: boolean }[];
  defaults: SessionDefaults;
  onDone: () => void;
}

function StartForm({ rfe, phase, first, tasks, defaults, onDone }: StartFormProps) {
  const form = useId();
  const key = { project: rfe.project, id: rfe.id };
  const navigate = useNavigate();
  const [choices, setChoices] = useState(() => suggestedChoices(phase, rfe, first, defaults));
  const card = useQuery(summaryQuery(key)).data?.phases.find((one) => one.phase === phase);
  const missing = card && blockedReason(card);
  const start = useStartSession(key);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    start.mutate(sessionBody(phase, rfe, choices), {
      onSuccess: ({ name }) =>
        void navigate({
          to: "/projects/$project/sessions/$session",
          params: { project: rfe.project, session: name },
          replace: true,
        }),
    });
  };
  const isEmpty = choices.prompt.trim() === "";
  const blocked = isEmpty ? "Say what the agent is to do." : undefined;
  return (
    <form id={form} onSubmit={submit} onKeyDown={submitOnEnter} className="grid gap-5">
      <SessionPrompt {...{ phase, rfe, choices, setChoices, tasks }} />
      {missing !== undefined && (
        <Field
          label="Why start anyway?"
          hint={`${missing} With a reason it starts all the same; the reason is recorded.`}
        >
          <Input
            required
            maxLength={500}
            value={choices.forceReason}
            onChange={(event) => setChoices({ ...choices, forceReason: event.target.value })}
          />
        </Field>
      )}
      <SessionRepositories {...{ rfe, choices, setChoices }} />
      <SessionLimits {...{ choices, setChoices, defaults }} />
      <SessionAgents rfe={rfe} choices={choices} setChoices={setChoices} />
      {start.error !== null && <ProblemNote title="The session was not created" error={start.error} takesFocus />}
      <div className="sticky -bottom-5 -mx-5 -mb-5 flex flex-wrap justify-end gap-2 border-t border-line bg-surface px-5 py-3">
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="solid" busy={start.isPending} blocked={blocked}>
          {phaseTexts[phase].create}
        </Button>
      </div>
    </form>
  );
}
