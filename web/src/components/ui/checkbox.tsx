import { type ComponentProps, type ReactNode, useId } from "react";
import { cx } from "./class-names.ts";

interface CheckboxProps extends Omit<ComponentProps<"input">, "type"> {
  label: ReactNode;
  hint?: ReactNode;
  /** "radio" for one of several that share a name. */
  type?: "checkbox" | "radio";
}

/** A checkbox or radio button with its label beside it; the whole line is the target. */
export function Checkbox({ label, hint, type = "checkbox", className, ...rest }: CheckboxProps) {
  const id = useId();
  return (
    <span className={cx("flex min-h-6 items-start gap-2.5 text-13", className)}>
      <input
        id={id}
        type={type}
        {...(hint === undefined ? {} : { "aria-describedby": `${id}-hint` })}
        {...rest}
        className="mt-0.5 size-4 flex-none accent-accent"
      />
      <span className="grid min-w-0 gap-0.5">
        <label htmlFor={id}>{label}</label>
        {hint !== undefined && (
          <span id={`${id}-hint`} className="text-12 text-ink-2">
            {hint}
          </span>
        )}
      </span>
    </span>
  );
}
