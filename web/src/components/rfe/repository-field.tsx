import { useQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { repositoriesQuery } from "#web/api/repositories.ts";
import { IconButton } from "#web/components/ui/button.tsx";
import { cx } from "#web/components/ui/class-names.ts";
import { Combobox } from "#web/components/ui/combobox.tsx";
import { Field } from "#web/components/ui/input.tsx";
import type { RepositoryValue } from "./new-rfe-values.ts";
import { RepositoryCheckList } from "./repository-check-list.tsx";
import { repositoryLabel } from "./repository-name.ts";
import { useBranchSuggestions } from "./use-branch-suggestions.ts";
import { useRepositoryChecks } from "./use-repository-checks.ts";

interface RepositoryFieldProps {
  project: string;
  /** "Spec Repo" or "Supporting Repo 2": the name of the two fields. */
  label: string;
  value: RepositoryValue;
  onChange: (value: RepositoryValue) => void;
  onBlur?: (() => void) | undefined;
  /** The feature branch, to see whether it is there already. */
  feature: string;
  urlError?: string | undefined;
  branchError?: string | undefined;
  onRemove?: (() => void) | undefined;
}

/** A repository and the branch to start from: picked from those of this server, or any URL; checked as it is typed. */
export function RepositoryField(props: RepositoryFieldProps) {
  const { project, label, value, onChange, onBlur, feature, urlError, branchError, onRemove } = props;
  const hosted = useQuery(repositoriesQuery(project));
  const { checks, defaultBranch, settled } = useRepositoryChecks(project, value, feature);
  const options = (hosted.data?.items ?? []).map(({ url, name }) => ({
    value: url,
    label: name,
    detail: "on this server",
  }));
  const branches = useBranchSuggestions(project, settled, value.branch);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2 p-3">
      <div
        className={cx(
          "grid grid-cols-[minmax(0,1fr)] gap-2 sm:grid-cols-[minmax(0,1fr)_11rem]",
          onRemove !== undefined &&
            "grid-cols-[minmax(0,1fr)_auto] max-sm:*:first:col-span-full sm:grid-cols-[minmax(0,1fr)_11rem_auto]",
        )}
      >
        <Field label={`${label} URL`} error={urlError}>
          <Combobox
            value={value.url}
            onValueChange={(url) => onChange({ ...value, url })}
            onBlur={() => onBlur?.()}
            options={options}
            isLoading={hosted.isPending}
            empty="Any URL is taken: https, ssh or git@."
            placeholder="https://host/owner/repository"
            mono
          />
        </Field>
        <Field
          label={
            <span>
              Base branch<span className="sr-only"> of {label}</span>
            </span>
          }
          error={branchError}
        >
          <Combobox
            value={value.branch}
            onValueChange={(branch) => onChange({ ...value, branch })}
            onBlur={() => onBlur?.()}
            options={branches.options}
            isLoading={branches.isLoading}
            empty="No branch has this in its name."
            placeholder={defaultBranch ?? "default branch"}
            mono
          />
        </Field>
        {onRemove !== undefined && (
          <span className="self-end">
            <IconButton label={`Remove ${value.url === "" ? label : repositoryLabel(value.url)}`} onClick={onRemove}>
              <X aria-hidden />
            </IconButton>
          </span>
        )}
      </div>
      <RepositoryCheckList checks={checks} />
    </div>
  );
}
