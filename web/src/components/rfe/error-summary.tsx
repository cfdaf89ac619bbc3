import { useEffect, useRef } from "react";
import type { FieldFault } from "./new-rfe-values.ts";

interface ErrorSummaryProps {
  faults: readonly FieldFault[];
  /** Rises with every submission, so that the same faults are told again. */
  attempt: number;
  onPick: (field: string) => void;
}

/** What keeps a form from being sent, with a way to each field; takes the focus. */
export function ErrorSummary({ faults, attempt, onPick }: ErrorSummaryProps) {
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: every attempt is told anew
  useEffect(() => box.current?.focus(), [attempt]);
  if (faults.length === 0) return null;
  return (
    <div ref={box} role="alert" tabIndex={-1} className="rounded-2 border border-fail-line bg-fail-soft p-3 text-13">
      <p className="font-semibold text-fail-text">
        {faults.length === 1 ? "One field needs a change" : `${faults.length} fields need a change`}
      </p>
      <ul className="mt-1 list-disc pl-4">
        {faults.map(({ field, message }) => (
          <li key={field}>
            <button type="button" className="text-left underline underline-offset-2" onClick={() => onPick(field)}>
              {message}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
