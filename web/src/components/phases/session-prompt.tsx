import { defaultPrompt } from "#domain/prompt.ts";
import type { BoardPhaseName, RfeView } from "#web/api/rfes.ts";
import { taskName } from "#web/components/tasks/task-board.ts";
import { Button } from "#web/components/ui/button.tsx";
import { Field, Textarea } from "#web/components/ui/input.tsx";
import { Select } from "#web/components/ui/select.tsx";
import { chooseTask, type SessionChoices } from "./session-choices.ts";

interface SessionPromptProps {
  phase: BoardPhaseName;
  rfe: RfeView;
  choices: SessionChoices;
  setChoices: (choices: SessionChoices) => void;
  tasks: readonly { id: string; title: string; done: boolean }[];
}

/** What the agent is told; the guide's words until somebody writes their own. */
export function SessionPrompt({ phase, rfe, choices, setChoices, tasks }: SessionPromptProps) {
  const open = tasks.filter(({ done, id }) => !done || id === choices.task?.id);
  const suggested = defaultPrompt(phase, rfe, choices.task);
  return (
    <>
      {phase === "implement" && open.length > 0 && (
        <Field label="Task">
          <Select
            value={choices.task?.id ?? ""}
            onChange={({ target }) =>
              setChoices(
                chooseTask(
                  choices,
                  phase,
                  rfe,
                  open.find(({ id }) => id === target.value),
                ),
              )
            }
          >
            {open.map((task) => (
              <option key={task.id} value={task.id}>
                {taskName(task)}
              </option>
            ))}
            <option value="">The first open task</option>
          </Select>
        </Field>
      )}
      <Field label="Prompt">
        <Textarea
          rows={5}
          value={choices.prompt}
          onChange={({ target }) =>
            setChoices({ ...choices, prompt: target.value, isSuggested: target.value === suggested })
          }
        />
      </Field>
      {!choices.isSuggested && (
        <div className="-mt-3">
          <Button
            size="sm"
            variant="ghost"
            onClick={() => setChoices({ ...choices, prompt: suggested, isSuggested: true })}
          >
            Reset to suggested
          </Button>
        </div>
      )}
    </>
  );
}
