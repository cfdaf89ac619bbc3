import { lazy, Suspense } from "react";
import type { RfeView } from "#web/api/rfes.ts";
import { DeleteRfe } from "./delete-rfe.tsx";
import { useRfeAddress } from "./rfe-address.ts";

// Each is fetched when it is first opened: none is on the way to the page.
const SeedDialog = lazy(async () => ({
  default: (await import("#web/components/seeding/seed-dialog.tsx")).SeedDialog,
}));
const StartDialog = lazy(async () => ({
  default: (await import("#web/components/phases/start-dialog.tsx")).StartDialog,
}));
const EditRfe = lazy(async () => ({ default: (await import("./edit-rfe.tsx")).EditRfe }));
const EditRepositories = lazy(async () => ({ default: (await import("./edit-repositories.tsx")).EditRepositories }));

/** The dialog that the address asks for. */
export function RfeDialogs({ rfe, version }: { rfe: RfeView; version: string }) {
  const { search } = useRfeAddress();
  const { dialog, phase, task } = search;
  return (
    <Suspense fallback={null}>
      {dialog === "seed" && rfe.can.seed && <SeedDialog rfe={rfe} />}
      {dialog === "repos" && rfe.can.edit && <EditRepositories rfe={rfe} version={version} />}
      {dialog === "edit" && rfe.can.edit && <EditRfe rfe={rfe} version={version} />}
      {dialog === "delete" && rfe.can.delete && <DeleteRfe rfe={rfe} />}
      {dialog === "start" && phase !== undefined && rfe.can.startSession && (
        <StartDialog key={`${phase} ${task}`} rfe={rfe} phase={phase} task={task} />
      )}
    </Suspense>
  );
}
