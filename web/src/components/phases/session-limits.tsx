import { Combobox } from "#web/components/ui/combobox.tsx";
import { Field, Input } from "#web/components/ui/input.tsx";
import { defaultMinutes, type SessionChoices, type SessionDefaults } from "./session-choices.ts";
import { sessionModels } from "./session-models.ts";

interface SessionLimitsProps {
  choices: SessionChoices;
  setChoices: (choices: SessionChoices) => void;
  defaults: SessionDefaults;
}

/** The model, and how long it may take. */
export function SessionLimits({ choices, setChoices, defaults }: SessionLimitsProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_12rem]">
      <Field
        label="Model"
        optional
        hint={`Left blank, the ${defaults.model === undefined ? "server" : "project"}'s default.`}
      >
        <Combobox
          value={choices.model}
          onValueChange={(model) => setChoices({ ...choices, model })}
          options={sessionModels}
          placeholder={defaults.model ?? "Default"}
          mono
        />
      </Field>
      <Field label="Timeout in minutes" hint={`1 to 1440; ${defaultMinutes(defaults)} by default.`}>
        <Input
          type="number"
          min={1}
          max={1440}
          step="any"
          required
          value={Number.isNaN(choices.minutes) ? "" : choices.minutes}
          onChange={({ target }) => setChoices({ ...choices, minutes: target.valueAsNumber })}
        />
      </Field>
    </div>
  );
}
