import type { ComponentProps } from "react";
import { cx } from "./class-names.ts";

interface CardProps extends ComponentProps<"section"> {
  /** What the edge says: live, failed, or not there yet. */
  edge?: "live" | "fail" | "loose" | undefined;
}

const edges = {
  live: "border-accent-line shadow-[0_0_0_3px_var(--accent-soft)]",
  fail: "border-fail-line",
  loose: "border-dashed border-line-2 bg-transparent [--ground:var(--bg)]",
};

/** The one level of card there is. Name it with aria-labelledby, or it is a plain box. */
export function Card({ edge, className, ...rest }: CardProps) {
  return (
    <section
      {...rest}
      className={cx(
        "min-w-0 rounded-3 border border-line bg-surface [--ground:var(--surface)]",
        edge && edges[edge],
        className,
      )}
    />
  );
}

/** The head line of a card: CardTitle, a count, a link at the right. */
export function CardHeader({ className, ...rest }: ComponentProps<"header">) {
  return (
    <header
      {...rest}
      className={cx("flex min-h-11 flex-wrap items-center gap-2 border-b border-line px-4 py-1.5", className)}
    />
  );
}

export function CardTitle({ className, children, ...rest }: ComponentProps<"h2">) {
  return (
    <h2 {...rest} className={cx("text-13 font-semibold tracking-normal", className)}>
      {children}
    </h2>
  );
}

export function CardBody({ className, ...rest }: ComponentProps<"div">) {
  return <div {...rest} className={cx("p-4", className)} />;
}
