import type { ComponentProps, ReactNode } from "react";
import { cx } from "./class-names.ts";

interface ChipProps extends ComponentProps<"span"> {
  icon?: ReactNode;
  /** True for what exists in git: a branch, a path. */
  mono?: boolean;
  /** At the right edge, such as a CopyButton. */
  action?: ReactNode;
}

const chipStyle =
  "inline-flex h-6.5 max-w-full min-w-0 items-center gap-1.5 overflow-hidden rounded-2 border border-line bg-surface px-2 text-12 text-ink-2 [&>svg]:size-3.5 [&>svg]:text-ink-3";

/** A small fact about the thing above it. */
export const Chip = ({ icon, mono = false, action, className, children, ...rest }: ChipProps) => (
  <span {...rest} className={cx(chipStyle, action !== undefined && "pr-0", className)}>
    {icon}
    <span className={cx("truncate-words", mono && "font-mono text-ink")}>{children}</span>
    {action !== undefined && <span className="-my-px flex-none border-l border-line">{action}</span>}
  </span>
);
