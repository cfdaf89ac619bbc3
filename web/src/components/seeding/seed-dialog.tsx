import { type FormEvent, useId, useState } from "react";
import { isProblemCode } from "#web/api/problem-code.ts";
import type { RfeView } from "#web/api/rfes.ts";
import { type SeedInputs, useSeedPreview, useStartSeed } from "#web/api/seeding.ts";
import { useRfeAddress } from "#web/components/rfe/rfe-address.ts";
import { Button } from "#web/components/ui/button.tsx";
import { Checkbox } from "#web/components/ui/checkbox.tsx";
import { Dialog } from "#web/components/ui/dialog.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { SkeletonRows } from "#web/components/ui/skeleton.tsx";
import { SeedPreviewList } from "./seed-preview.tsx";
import { SeedSources, type SourceValues, suggestedSources, withoutBlanks } from "./seed-sources.tsx";

/** Chooses what to seed with, shows what it would do, and starts it. The steps are then on the card. */
export function SeedDialog({ rfe }: { rfe: RfeView }) {
  const { change, close } = useRfeAddress();
  const key = { project: rfe.project, id: rfe.id };
  const [isShipped, setShipped] = useState(true);
  const [sources, setSources] = useState<SourceValues>(suggestedSources);
  const preview = useSeedPreview(key);
  const start = useStartSeed(key);
  const form = useId();
  const inputs: SeedInputs = isShipped ? {} : withoutBlanks(sources);
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
          hint="The kit and the seven agents that vteam ships; nothing is downloaded."
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
              setSources(next);
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
