import { createLink } from "@tanstack/react-router";
import { DropdownMenu as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cx } from "./class-names.ts";
import { usePortalPlace } from "./portal-place.ts";

interface MenuProps {
  /** The button that opens it. */
  trigger: ReactNode;
  children: ReactNode;
  align?: "start" | "end";
}

/** A menu of actions behind a button. Not modal: the page around it stays what it is. */
export function DropdownMenu({ trigger, children, align = "end" }: MenuProps) {
  const { anchor, place, find } = usePortalPlace<HTMLButtonElement>();
  return (
    <Radix.Root modal={false} onOpenChange={find}>
      <Radix.Trigger asChild ref={anchor}>
        {trigger}
      </Radix.Trigger>
      <Radix.Portal container={place}>
        <Radix.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-50 max-h-[60dvh] min-w-48 max-w-80 animate-fade overflow-y-auto rounded-3 bg-surface p-1 shadow-2"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const itemStyle =
  "flex min-h-8 items-center gap-2 rounded-2 px-2 py-1 text-13 text-ink outline-none select-none data-[highlighted]:bg-hover focus-visible:shadow-none data-[disabled]:text-ink-3 [&_svg]:text-ink-3";

interface MenuItemProps extends ComponentProps<typeof Radix.Item> {
  danger?: boolean;
}

export const MenuItem = ({ danger = false, className, ...rest }: MenuItemProps) => (
  <Radix.Item {...rest} className={cx(itemStyle, danger && "text-fail-text [&_svg]:text-fail-text", className)} />
);

function MenuAnchor({ className, ...rest }: ComponentProps<"a">) {
  return (
    <Radix.Item asChild>
      <a {...rest} className={cx(itemStyle, className)} />
    </Radix.Item>
  );
}

/** A menu item that leads somewhere; takes what the router's Link takes. */
export const MenuLink = createLink(MenuAnchor);

export const MenuLabel = ({ children }: { children: ReactNode }) => (
  <Radix.Label className="px-2 pt-1.5 pb-1 text-12 font-medium text-ink-3">{children}</Radix.Label>
);

export const MenuSeparator = () => <Radix.Separator className="mx-2 my-1 border-t border-line" />;
