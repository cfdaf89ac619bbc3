import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";

/** Words that appear on hover and on focus; they repeat or explain, and are never the only place of a fact. */
export function Tooltip({ text, children }: { text: string; children: ReactNode }) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-w-72 animate-fade rounded-2 bg-ink px-2 py-1 text-12 text-bg shadow-2"
        >
          {text}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Once around the app: tooltips of neighbours open without delay. */
export const TooltipScope = ({ children }: { children: ReactNode }) => (
  <Radix.Provider delayDuration={400}>{children}</Radix.Provider>
);
