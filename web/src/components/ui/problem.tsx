import { RotateCw, TriangleAlert } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { problemOf } from "#web/api/problem.ts";
import { Button } from "./button.tsx";
import { cx } from "./class-names.ts";
import { CopyButton } from "./copy-button.tsx";

interface ProblemNoteProps {
  error: unknown;
  /** What failed, when the sentence alone does not say: "Seeding failed". */
  title?: ReactNode;
  onRetry?: (() => void) | undefined;
  /** Further ways out, such as a link to the settings. */
  children?: ReactNode;
  /** For answers to what the person just did: takes the focus, so that it is seen and read. */
  takesFocus?: boolean;
  className?: string;
}

/** What went wrong, where it happened: sentence, remedy, retry, and the id to report. */
export function ProblemNote({ error, title, onRetry, children, takesFocus = false, className }: ProblemNoteProps) {
  const note = useRef<HTMLDivElement>(null);
  const { sentence, remedies, requestId, fields } = problemOf(error);
  // biome-ignore lint/correctness/useExhaustiveDependencies: every new error is announced anew
  useEffect(() => {
    if (takesFocus) note.current?.focus();
  }, [error, takesFocus]);
  return (
    <div
      ref={note}
      role="alert"
      tabIndex={-1}
      className={cx("flex gap-3 rounded-2 border border-fail-line bg-fail-soft p-3 text-13", className)}
    >
      <TriangleAlert aria-hidden className="mt-0.5 text-fail-text" />
      <div className="grid min-w-0 flex-1 gap-1.5">
        {title !== undefined && <p className="font-semibold text-fail-text">{title}</p>}
        <p className="text-fail-text">{sentence}</p>
        {fields.length > 0 && (
          <ul className="list-disc pl-4">
            {fields.map(({ pointer, message }) => (
              <li key={`${pointer} ${message}`}>{message}</li>
            ))}
          </ul>
        )}
        {remedies.map((remedy) => (
          <p key={remedy}>{remedy}</p>
        ))}
        <ProblemActions requestId={requestId} onRetry={onRetry}>
          {children}
        </ProblemActions>
      </div>
    </div>
  );
}

interface ProblemActionsProps {
  requestId: string | undefined;
  onRetry: (() => void) | undefined;
  children: ReactNode;
}

function ProblemActions({ requestId, onRetry, children }: ProblemActionsProps) {
  if (requestId === undefined && onRetry === undefined && children === undefined) return null;
  return (
    <div className="mt-1 flex flex-wrap items-center gap-2">
      {onRetry !== undefined && (
        <Button size="sm" onClick={onRetry}>
          <RotateCw aria-hidden />
          Retry
        </Button>
      )}
      {children}
      {requestId !== undefined && (
        <span className="ml-auto inline-flex min-w-0 items-center text-12 text-ink-2">
          Request <code className="truncate-words ml-1">{requestId.slice(0, 8)}</code>
          <CopyButton text={requestId} label="Copy the request id" />
        </span>
      )}
    </div>
  );
}
