import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { IconButton } from "./button.tsx";
import { cx } from "./class-names.ts";

export const scrimStyle = "fixed inset-0 z-40 animate-fade bg-scrim";
export const sheetStyle =
  "fixed z-50 flex max-h-[calc(100dvh-3rem)] w-[min(var(--dialog-width),calc(100vw-2rem))] flex-col overflow-hidden rounded-3 bg-surface shadow-3 [--ground:var(--surface)] left-1/2 top-1/2 -translate-x-1/2 -translate-y-1/2 max-md:inset-x-0 max-md:bottom-0 max-md:top-auto max-md:w-full max-md:max-h-[92dvh] max-md:translate-none max-md:rounded-b-none";

const widths = { sm: "[--dialog-width:440px]", md: "[--dialog-width:600px]", lg: "[--dialog-width:840px]" };

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  /** Buttons, the strongest last. Inside a form, put the form around the dialog's children and use `form=`. */
  footer?: ReactNode;
  size?: keyof typeof widths;
  children: ReactNode;
}

/** A dialog over the page. Focus goes in, and back to where it came from. */
export function Dialog({ open, onOpenChange, title, description, footer, size = "md", children }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={scrimStyle} />
        <Radix.Content
          className={cx(sheetStyle, widths[size])}
          {...(description === undefined ? { "aria-describedby": undefined } : {})}
        >
          <header className="grid gap-1 px-5 pt-5 pr-14 pb-2">
            <Radix.Title className="text-18">{title}</Radix.Title>
            {description !== undefined && (
              <Radix.Description className="text-13 text-ink-2">{description}</Radix.Description>
            )}
          </header>
          {/* The space above is for the ring around a field that stands first. */}
          <div className="min-h-0 flex-1 overflow-y-auto px-5 pt-1 pb-5">{children}</div>
          {footer !== undefined && <DialogFooter>{footer}</DialogFooter>}
          {/* Last, so that the focus goes to the first field and not here. */}
          <Radix.Close asChild>
            <IconButton label="Close" className="absolute top-3.5 right-3.5">
              <X aria-hidden />
            </IconButton>
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export const DialogFooter = ({ children }: { children: ReactNode }) => (
  <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-5 py-3 text-12 text-ink-3">
    {children}
  </footer>
);
