import { Ellipsis, FolderGit2, Pencil, Sprout, Trash2 } from "lucide-react";
import type { RfeView } from "#web/api/rfes.ts";
import { IconButton } from "#web/components/ui/button.tsx";
import { DropdownMenu, MenuItem, MenuSeparator } from "#web/components/ui/menu.tsx";
import { useRfeAddress } from "./rfe-address.ts";

/** What can be done with an RFE besides working on it. Nothing is here that the role does not allow. */
export function RfeMenu({ rfe }: { rfe: RfeView }) {
  const { change } = useRfeAddress();
  if (!rfe.can.edit && !rfe.can.seed && !rfe.can.delete) return null;
  return (
    <DropdownMenu
      trigger={
        <IconButton label="More actions" size="sm" variant="outline">
          <Ellipsis aria-hidden />
        </IconButton>
      }
    >
      {rfe.can.edit && (
        <>
          <MenuItem onSelect={() => change({ dialog: "edit" })}>
            <Pencil aria-hidden />
            Edit
          </MenuItem>
          <MenuItem onSelect={() => change({ dialog: "repos" })}>
            <FolderGit2 aria-hidden />
            Edit Repositories
          </MenuItem>
        </>
      )}
      {rfe.can.seed && (
        <MenuItem onSelect={() => change({ dialog: "seed" })}>
          <Sprout aria-hidden />
          Re-seed
        </MenuItem>
      )}
      {rfe.can.delete && (
        <>
          <MenuSeparator />
          <MenuItem danger onSelect={() => change({ dialog: "delete" })}>
            <Trash2 aria-hidden />
            Delete
          </MenuItem>
        </>
      )}
    </DropdownMenu>
  );
}
