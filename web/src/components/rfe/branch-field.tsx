import { Mark } from "#web/components/ui/badge.tsx";
import { Button } from "#web/components/ui/button.tsx";
import { Field, Input } from "#web/components/ui/input.tsx";
import type { BranchLink } from "./branch-link.ts";

interface BranchFieldProps {
  link: BranchLink;
  onChange: (link: BranchLink) => void;
  /** Ties the name to the title again; not there before the rules are. */
  onReset: (() => void) | undefined;
  onBlur: () => void;
  error: string | undefined;
  /** Whether the name has been looked at and is fine. */
  isValid: boolean;
}

/** The name of the feature branch: follows the title until somebody edits it. */
export function BranchField({ link, onChange, onReset, onBlur, error, isValid }: BranchFieldProps) {
  return (
    <div className="grid gap-1.5">
      <Field label="Branch Name" error={error}>
        <Input
          className="font-mono text-13"
          autoComplete="off"
          spellCheck={false}
          value={link.name}
          onChange={(event) => onChange({ name: event.target.value, isLinked: false })}
          onBlur={onBlur}
        />
      </Field>
      <div className="flex min-h-7 flex-wrap items-center gap-3">
        {isValid && error === undefined && <Mark tone="ok">Valid name</Mark>}
        {link.isLinked && <span className="text-12 text-ink-3">Follows the title until you edit it</span>}
        {!link.isLinked && onReset !== undefined && (
          <Button size="sm" variant="ghost" onClick={onReset}>
            Reset to suggested
          </Button>
        )}
      </div>
    </div>
  );
}
