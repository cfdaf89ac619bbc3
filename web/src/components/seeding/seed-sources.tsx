import { Field, Input } from "#web/components/ui/input.tsx";
import type { SourceValues } from "./source-values.ts";

const agentFields = [
  { name: "agentSourceUrl", label: "Agent source repository" },
  { name: "agentSourceBranch", label: "Agent source branch" },
  { name: "agentSourcePath", label: "Agent source path" },
] as const;
const kitFields = [
  { name: "specKitRepo", label: "Spec-Kit repository" },
  { name: "specKitVersion", label: "Spec-Kit version" },
  { name: "specKitTemplate", label: "Spec-Kit template" },
] as const;

interface SeedSourcesProps {
  value: SourceValues;
  onChange: (value: SourceValues) => void;
  /** What is wrong with one of the fields. */
  errorOf?: (field: keyof SourceValues) => string | undefined;
}

/** Where the kit and the agents come from; a blank field takes what vteam ships. */
export function SeedSources({ value, onChange, errorOf }: SeedSourcesProps) {
  return (
    <div className="grid gap-4">
      {[agentFields, kitFields].map((fields) => (
        <div key={fields[0].name} className="grid gap-3 sm:grid-cols-[2fr_1fr_1fr] sm:items-start">
          {fields.map(({ name, label }) => (
            <Field key={name} label={label} error={errorOf?.(name)}>
              <Input
                className="font-mono text-13"
                spellCheck={false}
                value={value[name]}
                onChange={(event) => onChange({ ...value, [name]: event.target.value })}
              />
            </Field>
          ))}
        </div>
      ))}
      <p className="text-12 text-ink-2">A field left blank takes what vteam ships.</p>
    </div>
  );
}
