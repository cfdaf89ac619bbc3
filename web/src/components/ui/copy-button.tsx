import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { cx } from "./class-names.ts";
import { Tooltip } from "./tooltip.tsx";

interface CopyButtonProps {
  text: string;
  /** What is copied: "Copy branch name". */
  label: string;
  className?: string;
}

/** Copies, and says so in place. */
export function CopyButton({ text, label, className }: CopyButtonProps) {
  const [state, setState] = useState<"idle" | "copied" | "refused">("idle");
  useEffect(() => {
    if (state === "idle") return;
    const timer = setTimeout(() => setState("idle"), 2_000);
    return () => clearTimeout(timer);
  }, [state]);
  // Without https or localhost a browser has no clipboard to offer.
  const copy = (): void =>
    void Promise.resolve(navigator.clipboard?.writeText(text)).then(
      () => setState(navigator.clipboard === undefined ? "refused" : "copied"),
      () => setState("refused"),
    );
  const said = { idle: label, copied: "Copied", refused: "The browser refused; select and copy by hand" }[state];
  return (
    <Tooltip text={said}>
      <button
        type="button"
        aria-label={label}
        onClick={copy}
        className={cx(
          "grid size-6.5 flex-none place-items-center rounded-1 text-ink-3 hover:bg-hover hover:text-ink",
          className,
        )}
      >
        {state === "copied" ? (
          <Check aria-hidden className="size-3.5 text-ok-text" />
        ) : (
          <Copy aria-hidden className="size-3.5" />
        )}
        <span role="status" className="sr-only">
          {state === "idle" ? "" : said}
        </span>
      </button>
    </Tooltip>
  );
}
