import type { SeedInputs } from "#web/api/seeding.ts";
import { Field, Input } from "#web/components/ui/input.tsx";

export type SourceValues = Required<{ [K in keyof SeedInputs]: string }>;

/** The sources that the guide names. */
export const suggestedSources: SourceValues = {
  agentSourceUrl: "https://github.com/ambient-code/vTeam",
  agentSourceBranch: "main",
  agentSourcePath: "agents",
  specKitRepo: "github/spec-kit",
  specKitVersion: "main",
  specKitTemplate: "spec-kit-template-claude-sh",
};

/** What is left blank takes the server's own default. */
export const withoutBlanks = (values: SourceValues): SeedInputs =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, text]) => (text.trim() === "" ? [] : [[name, text.trim()]])),
  );

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
}

/** Where the kit and the agents come from; a blank field takes what vteam ships. */
export function SeedSources({ value, onChange }: SeedSourcesProps) {
  return (
    <div className="grid gap-4">
      {[agentFields, kitFields].map((fields) => (
        <div key={fields[0].name} className="grid gap-3 sm:grid-cols-[2fr_1fr_1fr] sm:items-end">
          {fields.map(({ name, label }) => (
            <Field key={name} label={label}>
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
