import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useOperation } from "#web/api/operations.ts";
import { isProblemCode } from "#web/api/problem-code.ts";
import { projectQuery } from "#web/api/projects.ts";
import type { RfeView } from "#web/api/rfes.ts";
import { type SeedInputs, useSeedPreview, useStartSeed } from "#web/api/seeding.ts";
import { useRfeAddress } from "#web/components/rfe/rfe-address.ts";
import { Button } from "#web/components/ui/button.tsx";
import { Checkbox } from "#web/components/ui/checkbox.tsx";
import { Dialog } from "#web/components/ui/dialog.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { SkeletonRows } from "#web/components/ui/skeleton.tsx";
import { SeedPreviewList } from "./seed-preview.tsx";
import { SeedSources } from "./seed-sources.tsx";
import { defaultsHint, type SourceValues, seedBody, sourceValues, suggestedSources } from "./source-values.ts";

/** What the seeding was given that the address names and that did not succeed: so that nothing is typed twice. */
function useFormerInputs(rfe: RfeView): SeedInputs | undefined {
  const { search } = useRfeAddress();
  const { data } = useOperation({ project: rfe.project, op: search.seed ?? "" });
  if (data === undefined || data.workflow !== rfe.id || data.state === "succeeded") return undefined;
  return Object.keys(data.request).length > 0 ? data.request : undefined;
}

/** Chooses what to seed with, shows what it would do, and starts it. The steps are then on the card. */
export function SeedDialog({ rfe }: { rfe: RfeView }) {
  const { change, close } = useRfeAddress();
  const key = { project: rfe.project, id: rfe.id };
  const former = useFormerInputs(rfe);
  const [isShipped = former === undefined, setShipped] = useState<boolean>();
  const own = useQuery(projectQuery(rfe.project)).data?.project.defaults.seed ?? {};
  const [typed, setTyped] = useState<SourceValues>();
  const sources = typed ?? (former === undefined ? suggestedSources(own) : sourceValues(former));
  const preview = useSeedPreview(key);
  const start = useStartSeed(key);
  const form = useId();
  const inputs: SeedInputs = isShipped ? {} : seedBody(sources);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    start.mutate(inputs, {
      onSuccess: ({ operationId }) => change({ dialog: undefined, seed: operationId }),
      onError: (error) => {
        // Somebody else was first: show theirs.
        const running = isProblemCode(error, "seeding-in-progress") ? error.document.operationId : undefined;
        if (typeof running === "string") change({ dialog: undefined, seed: running });
      },
    });
  };
  const footer = (
    <>
      <Button className="mr-auto" busy={preview.isPending} onClick={() => preview.mutate(inputs)}>
        Preview changes
      </Button>
      <Button onClick={close}>Cancel</Button>
      <Button variant="solid" type="submit" form={form} busy={start.isPending}>
        Seed
      </Button>
    </>
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title="Seed repositories"
      description={`Adds Spec-Kit files and agent definitions to ${rfe.branchName}. Files that are there already are kept.`}
      footer={footer}
    >
      <form id={form} onSubmit={submit} className="grid gap-4">
        <Checkbox
          label="Use defaults"
          hint={defaultsHint(own)}
          checked={isShipped}
          onChange={(event) => {
            setShipped(event.target.checked);
            preview.reset();
          }}
        />
        {!isShipped && (
          <SeedSources
            value={sources}
            onChange={(next) => {
              setTyped(next);
              preview.reset();
            }}
          />
        )}
        {start.error !== null && <ProblemNote error={start.error} takesFocus />}
        {preview.error !== null && <ProblemNote error={preview.error} title="No preview" takesFocus />}
        {preview.isPending && <SkeletonRows rows={2} label="Looking at the repositories" />}
        {preview.data !== undefined && <SeedPreviewList preview={preview.data} />}
      </form>
    </Dialog>
  );
}
