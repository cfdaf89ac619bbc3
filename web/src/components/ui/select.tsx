import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cx } from "./class-names.ts";
import { controlStyle, useFieldLinks } from "./input.tsx";

/** The browser's own select: it works with every keyboard, screen reader and phone. */
export function Select({ className, children, ...rest }: ComponentProps<"select">) {
  return (
    <span className={cx("relative block min-w-0", className)}>
      <select {...useFieldLinks()} {...rest} className={cx(controlStyle, "h-9 appearance-none pr-8 max-md:h-10")}>
        {children}
      </select>
      <ChevronDown aria-hidden className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 text-ink-3" />
    </span>
  );
}
