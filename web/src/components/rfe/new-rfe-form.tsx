import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { FormProvider } from "react-hook-form";
import { problemOf } from "#web/api/problem.ts";
import { useCreateRfe } from "#web/api/rfes.ts";
import { submitOnEnter } from "#web/components/phases/submit-on-enter.ts";
import { Button } from "#web/components/ui/button.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { ErrorSummary } from "./error-summary.tsx";
import { NewRfePreview } from "./new-rfe-preview.tsx";
import { NewRfeRepositories } from "./new-rfe-repositories.tsx";
import { type FieldFault, faultsOfProblem, type NewRfeValues, newRfeBody } from "./new-rfe-values.ts";
import { NewRfeWords, ParentOutcomeField } from "./new-rfe-words.tsx";
import { ServerChecks } from "./server-checks.tsx";
import { fieldPath, useNewRfeForm } from "./use-new-rfe-form.ts";
import { loadRules, useRules } from "./use-rules.ts";

interface NewRfeFormProps {
  project: string;
  start: { title?: string | undefined; specRepo?: string | undefined };
}

/** Describes a feature and the repositories it is made in. Nothing is written to them by this form. */
export function NewRfeForm({ project, start }: NewRfeFormProps) {
  const { form, draft, isSaved } = useNewRfeForm(project, start);
  const navigate = useNavigate();
  const create = useCreateRfe(project);
  const [refused, setRefused] = useState<{ faults: readonly FieldFault[]; attempt: number }>({
    faults: [],
    attempt: 0,
  });
  const refuse = async (): Promise<void> => {
    const faults = (await loadRules()).newRfeFaults(form.getValues());
    setRefused(({ attempt }) => ({ faults, attempt: attempt + 1 }));
  };

  const send = (values: NewRfeValues): void => {
    setRefused(({ attempt }) => ({ faults: [], attempt }));
    create.mutate(newRfeBody(values), {
      onSuccess: ({ id }) => {
        draft.clear();
        void navigate({ to: "/projects/$project/rfe/$rfe", params: { project, rfe: id } });
      },
      onError: (error) => {
        for (const { field, message } of faultsOfProblem(problemOf(error).fields))
          form.setError(fieldPath(field), { type: "server", message });
      },
    });
  };
  const leave = () => void navigate({ to: "/projects/$project/rfe", params: { project } });
  const values = form.watch();
  const [isBegun, setBegun] = useState(values.title !== "" || values.umbrellaRepo.url !== "");
  const rules = useRules(isBegun);
  const wrong = rules?.newRfeFaults(values).map(({ field }) => field);
  // What has been mended since is no longer said.
  const open = refused.faults.filter(({ field }) => wrong?.includes(field) ?? true);
  return (
    <FormProvider {...form}>
      <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_344px]">
        <form
          noValidate
          aria-label="New RFE"
          onSubmit={form.handleSubmit(send, refuse)}
          onKeyDown={submitOnEnter}
          onFocusCapture={() => setBegun(true)}
          onChangeCapture={() => setBegun(true)}
          className="grid min-w-0 gap-6"
        >
          <ErrorSummary faults={open} attempt={refused.attempt} onPick={focusField} />
          <NewRfeWords rules={rules} />
          <NewRfeRepositories project={project} />
          <ParentOutcomeField />
          <ServerChecks project={project} values={values} rules={rules} />
          {create.error !== null && (
            <ProblemNote title="The RFE was not created; what you typed is kept" error={create.error} takesFocus />
          )}
          <div className="sticky bottom-0 flex flex-wrap items-center gap-3 border-t border-line bg-bg py-3 text-12 text-ink-3">
            <span className="max-sm:basis-full">{isSaved ? "Draft saved on this device" : ""}</span>
            <span className="flex-1" />
            <Button variant="ghost" onClick={leave}>
              Cancel
            </Button>
            <Button type="submit" variant="solid" busy={create.isPending || create.isSuccess}>
              {create.isPending || create.isSuccess ? "Creating…" : "Create Workspace"}
            </Button>
          </div>
        </form>
        <NewRfePreview values={values} />
      </div>
    </FormProvider>
  );
}

/** Fields are found by where they are in the form. */
function focusField(field: string): void {
  const place = document.querySelector(`[data-field="${CSS.escape(field)}"]`);
  place?.querySelector<HTMLElement>("input, textarea")?.focus();
}
