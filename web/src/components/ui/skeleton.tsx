import type { CSSProperties } from "react";
import { cx } from "./class-names.ts";

/** The shape of what is coming; shows only when it takes longer than 150 ms. */
export const Skeleton = ({ className, style }: { className?: string; style?: CSSProperties }) => (
  <span
    aria-hidden
    style={style}
    className={cx("block h-4 rounded-1 bg-press opacity-0 [animation:appear_200ms_150ms_forwards]", className)}
  />
);

/** Several rows of it, announced once. */
export const SkeletonRows = ({ rows, label, className }: { rows: number; label: string; className?: string }) => (
  <div role="status" className="grid gap-2">
    <span className="sr-only">{label}</span>
    {Array.from({ length: rows }, (_, row) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike
      <Skeleton key={row} className={cx("h-14 rounded-3", className)} />
    ))}
  </div>
);
