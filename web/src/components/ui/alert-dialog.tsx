import { AlertDialog as Radix } from "radix-ui";
import { type ReactNode, useState } from "react";
import { Button } from "./button.tsx";
import { cx } from "./class-names.ts";
import { DialogFooter, scrimStyle, sheetStyle } from "./dialog.tsx";
import { Field, Input } from "./input.tsx";
import { ProblemNote } from "./problem.tsx";

interface AlertDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Names the object: "Delete session plan-2?" */
  title: ReactNode;
  /** What will be lost, and what stays. */
  children: ReactNode;
  /** The verb on the button. */
  action: string;
  onAction: () => void;
  busy?: boolean;
  /** What the server said when the action failed. */
  error?: unknown;
  /** Text that must be typed first; only for what cannot be undone at all. */
  typeToConfirm?: string;
}

/** Asks before something is lost. Closes itself never: the caller does, once the action succeeded. */
export function AlertDialog(props: AlertDialogProps) {
  const { open, onOpenChange, title, children, action, onAction, busy = false, error, typeToConfirm } = props;
  const [typed, setTyped] = useState("");
  const isArmed = typeToConfirm === undefined || typed.trim() === typeToConfirm;
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={scrimStyle} />
        <Radix.Content className={cx(sheetStyle, "[--dialog-width:480px]")}>
          <div className="grid gap-3 p-5">
            <Radix.Title className="text-18">{title}</Radix.Title>
            <Radix.Description asChild>
              <div className="grid gap-2 text-13 text-ink-2">{children}</div>
            </Radix.Description>
            {typeToConfirm !== undefined && (
              <Field label={`Type ${typeToConfirm} to confirm`}>
                <Input value={typed} onChange={(event) => setTyped(event.target.value)} autoComplete="off" />
              </Field>
            )}
            {error !== undefined && error !== null && <ProblemNote error={error} />}
          </div>
          <DialogFooter>
            <Radix.Cancel asChild>
              <Button>Cancel</Button>
            </Radix.Cancel>
            <Button
              variant="danger"
              busy={busy}
              blocked={isArmed ? undefined : `Type ${typeToConfirm} first`}
              onClick={onAction}
            >
              {action}
            </Button>
          </DialogFooter>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
