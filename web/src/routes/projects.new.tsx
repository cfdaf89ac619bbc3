import { useNavigate } from "@tanstack/react-router";
import { CreateProjectDialog } from "#web/components/projects/create-project-dialog.tsx";

/** The dialog at /projects/new. */
export function NewProject() {
  const navigate = useNavigate();
  return (
    <CreateProjectDialog
      onClose={() => void navigate({ to: "/projects" })}
      onCreated={({ name }) => void navigate({ to: "/projects/$project", params: { project: name } })}
    />
  );
}
