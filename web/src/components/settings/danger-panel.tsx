import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useDeleteProject } from "#web/api/projects.ts";
import { AlertDialog } from "#web/components/ui/alert-dialog.tsx";
import { Button } from "#web/components/ui/button.tsx";
import { Card, CardBody, CardHeader, CardTitle } from "#web/components/ui/card.tsx";

/** Deleting the project: the one thing that asks for its name. */
export function DangerPanel({ project, canDelete }: { project: string; canDelete: boolean }) {
  const navigate = useNavigate();
  const remove = useDeleteProject(project);
  const [isAsking, setAsking] = useState(false);
  return (
    <Card aria-labelledby="delete-project">
      <CardHeader>
        <CardTitle id="delete-project">Delete this project</CardTitle>
      </CardHeader>
      <CardBody className="flex flex-wrap items-center justify-between gap-4">
        <p className="max-w-[60ch] text-13 text-ink-2">
          Its RFEs, sessions, secrets and the repositories that this server hosts for it are removed. Repositories on
          other hosts stay as they are. This cannot be undone.
        </p>
        <Button
          variant="danger"
          blocked={canDelete ? undefined : "Only an administrator of the project may delete it"}
          onClick={() => setAsking(true)}
        >
          Delete project
        </Button>
        <AlertDialog
          open={isAsking}
          onOpenChange={(isOpen) => {
            setAsking(isOpen);
            if (!isOpen) remove.reset();
          }}
          title={`Delete project ${project}?`}
          action="Delete project"
          typeToConfirm={project}
          busy={remove.isPending}
          error={remove.error}
          onAction={() => remove.mutate(project, { onSuccess: () => void navigate({ to: "/projects" }) })}
        >
          <p>Its RFEs, sessions, secrets and the repositories hosted here are removed for everybody.</p>
        </AlertDialog>
      </CardBody>
    </Card>
  );
}
