import { type ComponentProps, createContext, type ReactNode, use, useId } from "react";
import { cx } from "./class-names.ts";

interface FieldLinks {
  id?: string;
  "aria-describedby"?: string | undefined;
  "aria-invalid"?: boolean | undefined;
}

const FieldContext = createContext<FieldLinks>({});

/** What ties a control to the label, hint and error of the Field around it. */
export const useFieldLinks = (): FieldLinks => use(FieldContext);

interface FieldProps {
  label: ReactNode;
  /** What belongs here, in one line. */
  hint?: ReactNode;
  /** What is wrong and what to do; replaces nothing, stays until mended. */
  error?: string | undefined;
  optional?: boolean;
  className?: string;
  children: ReactNode;
}

/** A labelled control with its hint and its error. */
export function Field({ label, hint, error, optional = false, className, children }: FieldProps) {
  const id = useId();
  const describedBy = [hint === undefined ? "" : `${id}-hint`, error === undefined ? "" : `${id}-error`];
  const links = {
    id,
    "aria-describedby": describedBy.filter(Boolean).join(" ") || undefined,
    "aria-invalid": error === undefined ? undefined : true,
  };
  return (
    <div className={cx("grid min-w-0 content-start gap-1.5", className)}>
      <label htmlFor={id} className="flex items-baseline gap-1.5 text-13 font-medium">
        {label}
        {optional && <span className="font-normal text-ink-3">optional</span>}
      </label>
      <FieldContext value={links}>{children}</FieldContext>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-12 text-ink-2">
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} role="alert" className="text-12 text-fail-text">
          {error}
        </p>
      )}
    </div>
  );
}

export const controlStyle =
  "w-full min-w-0 rounded-2 border border-control bg-surface px-2.5 text-14 text-ink outline-none transition-shadow duration-[120ms] focus:border-accent focus:rounded-2 focus:shadow-[0_0_0_3px_var(--accent-soft)] aria-invalid:border-fail disabled:bg-sunken disabled:text-ink-3 [&[readonly]]:bg-sunken max-md:text-16";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input {...useFieldLinks()} {...rest} className={cx(controlStyle, "h-9 max-md:h-10", className)} />;
}

export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return (
    <textarea
      {...useFieldLinks()}
      {...rest}
      className={cx(controlStyle, "field-sizing-content min-h-21 max-h-96 resize-y py-2 leading-normal", className)}
    />
  );
}
