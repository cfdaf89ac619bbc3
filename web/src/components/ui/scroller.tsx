import type { ReactNode } from "react";
import { cx } from "./class-names.ts";

interface ScrollerProps {
  /** What scrolls in it. */
  label: string;
  className?: string;
  children: ReactNode;
}

/** What is too wide or too long for its place scrolls by itself; the keyboard reaches it, and it has a name. */
export const Scroller = ({ label, className, children }: ScrollerProps) => (
  // biome-ignore lint/a11y/useSemanticElements: not fields of a form
  // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
  <div role="group" aria-label={label} tabIndex={0} className={cx("overflow-auto", className)}>
    {children}
  </div>
);
