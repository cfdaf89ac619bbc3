import { Combobox } from "#web/components/ui/combobox.tsx";
import { Field, Input } from "#web/components/ui/input.tsx";
import type { SessionChoices } from "./session-choices.ts";

const models = [
  { value: "claude-sonnet-4-5" },
  { value: "claude-opus-4-1" },
  { value: "sonnet" },
  { value: "opus" },
  { value: "haiku" },
  { value: "offline-model", detail: "no AI, no key" },
];

interface SessionLimitsProps {
  choices: SessionChoices;
  setChoices: (choices: SessionChoices) => void;
}

/** The model, and how long it may take. */
export function SessionLimits({ choices, setChoices }: SessionLimitsProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_12rem]">
      <Field label="Model" optional hint="Left blank, the server's default.">
        <Combobox
          value={choices.model}
          onValueChange={(model) => setChoices({ ...choices, model })}
          options={models}
          placeholder="Default"
          mono
        />
      </Field>
      <Field label="Timeout in minutes" hint="1 to 1440; 30 by default.">
        <Input
          type="number"
          min={1}
          max={1440}
          required
          value={Number.isNaN(choices.minutes) ? "" : choices.minutes}
          onChange={({ target }) => setChoices({ ...choices, minutes: target.valueAsNumber })}
        />
      </Field>
    </div>
  );
}
