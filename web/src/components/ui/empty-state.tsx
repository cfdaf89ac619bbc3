import type { ReactNode } from "react";
import { cx } from "./class-names.ts";

interface EmptyStateProps {
  /** What is not here. */
  title: ReactNode;
  /** What it would be, and how it comes about. */
  children?: ReactNode;
  /** One primary action. */
  action?: ReactNode;
  className?: string;
}

/** Nothing is here yet: what it is, why, and what to do. A dashed edge, because it is not yet. */
export const EmptyState = ({ title, children, action, className }: EmptyStateProps) => (
  <div
    className={cx(
      "grid justify-items-center gap-2 rounded-3 border border-dashed border-line-2 px-6 py-10 text-center",
      className,
    )}
  >
    <p className="text-14 font-semibold">{title}</p>
    {children !== undefined && <div className="max-w-[60ch] text-13 text-ink-2">{children}</div>}
    {action !== undefined && <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
  </div>
);
