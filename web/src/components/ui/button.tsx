import { createLink } from "@tanstack/react-router";
import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import type { ComponentProps, MouseEvent, ReactNode } from "react";
import { cx } from "./class-names.ts";
import { Tooltip } from "./tooltip.tsx";

const buttonStyle = cva(
  "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-2 border text-13 font-medium whitespace-nowrap transition-colors duration-[120ms] focus-visible:rounded-2 disabled:opacity-60",
  {
    variants: {
      variant: {
        solid: "border-accent bg-accent text-on-solid hover:border-accent-hover hover:bg-accent-hover",
        outline: "border-line-2 bg-surface text-ink shadow-1 hover:bg-hover active:bg-press",
        ghost: "border-transparent bg-transparent text-ink-2 hover:bg-hover hover:text-ink",
        danger: "border-line-2 bg-surface text-fail-text shadow-1 hover:border-fail-line hover:bg-fail-soft",
      },
      size: { sm: "h-7 px-2.5 max-md:h-9", md: "h-8 px-3 max-md:h-10" },
      icon: { true: "px-0", false: "" },
      blocked: {
        true: "border-dashed border-line-2 bg-transparent text-ink-3 shadow-none hover:border-line-2 hover:bg-transparent hover:text-ink-3 active:bg-transparent",
        false: "",
      },
    },
    compoundVariants: [
      { icon: true, size: "sm", class: "w-7 max-md:w-9" },
      { icon: true, size: "md", class: "w-8 max-md:w-10" },
    ],
    defaultVariants: { variant: "outline", size: "md", icon: false, blocked: false },
  },
);

type Look = Pick<VariantProps<typeof buttonStyle>, "variant" | "size">;

interface ButtonProps extends Omit<ComponentProps<"button">, "disabled">, Look {
  /** Why it cannot be pressed now. The button stays in place, dashed, and says so on hover and focus. */
  blocked?: string | undefined;
  /** Under way: spins, keeps its place and takes no second click. */
  busy?: boolean | undefined;
  disabled?: boolean | undefined;
}

const swallow = (event: MouseEvent): void => event.preventDefault();

/** A button. One solid button per view; a button with only an icon is `IconButton`. */
export function Button({ variant, size, blocked, busy = false, className, children, ...rest }: ButtonProps) {
  const isBlocked = blocked !== undefined;
  const inert = isBlocked || busy;
  const button = (
    <button
      type="button"
      {...rest}
      {...(inert ? { onClick: swallow, "aria-disabled": true } : {})}
      aria-busy={busy || undefined}
      className={cx(buttonStyle({ variant, size, blocked: isBlocked }), className)}
    >
      {busy && <LoaderCircle aria-hidden className="animate-spin" />}
      {children}
    </button>
  );
  return isBlocked ? <Tooltip text={blocked}>{button}</Tooltip> : button;
}

interface IconButtonProps extends ComponentProps<"button">, Look {
  /** What it does; shown as a tooltip, too. */
  label: string;
  children: ReactNode;
}

/** A square button with only an icon, and a name. */
export function IconButton({ label, variant = "ghost", size, className, children, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <button
        type="button"
        aria-label={label}
        {...rest}
        className={cx(buttonStyle({ variant, size, icon: true }), className)}
      >
        {children}
      </button>
    </Tooltip>
  );
}

interface AnchorProps extends ComponentProps<"a">, Look {}

function ButtonAnchor({ variant, size, className, ...rest }: AnchorProps) {
  return <a {...rest} className={cx(buttonStyle({ variant, size }), className)} />;
}

/** A link that looks like a button; takes what the router's Link takes. */
export const LinkButton = createLink(ButtonAnchor);

function WordAnchor({ className, ...rest }: ComponentProps<"a">) {
  return <a {...rest} className={cx(linkStyle, className)} />;
}

const linkStyle =
  "text-accent-text underline decoration-accent-line underline-offset-[3px] hover:decoration-current rounded-1";

/** A link within text; takes what the router's Link takes. */
export const TextLink = createLink(WordAnchor);
