import { useNavigate } from "@tanstack/react-router";
import { type RfeView, useDeleteRfe } from "#web/api/rfes.ts";
import { AlertDialog } from "#web/components/ui/alert-dialog.tsx";
import { repositoryLabel } from "./repository-name.ts";
import { useRfeAddress } from "./rfe-address.ts";

/** Asks before an RFE is forgotten, and says what stays. */
export function DeleteRfe({ rfe }: { rfe: RfeView }) {
  const { close } = useRfeAddress();
  const navigate = useNavigate();
  const remove = useDeleteRfe({ project: rfe.project, id: rfe.id });
  const repos = [rfe.umbrellaRepo, ...rfe.supportingRepos].map(({ url }) => repositoryLabel(url));
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && close()}
      title={`Delete “${rfe.title}”?`}
      action="Delete RFE"
      busy={remove.isPending}
      error={remove.error}
      onAction={() =>
        remove.mutate(undefined, {
          onSuccess: () => void navigate({ to: "/projects/$project/rfe", params: { project: rfe.project } }),
        })
      }
    >
      <p>The RFE disappears from vteam, with its board and its links.</p>
      <p>
        What is in git stays: the branch <span className="font-mono text-12 text-ink">{rfe.branchName}</span> with all
        of its commits in {repos.join(", ")}. Its sessions stay, too, and can still be read.
      </p>
    </AlertDialog>
  );
}
