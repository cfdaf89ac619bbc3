import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useShortcuts } from "#web/shortcuts.ts";
import { cx } from "./class-names.ts";
import { Input } from "./input.tsx";

const SETTLE_MS = 250;

interface SearchFieldProps {
  label: string;
  placeholder: string;
  /** What is looked for; undefined is everything. */
  value: string | undefined;
  /** Told once nothing more is typed for a moment. */
  onSearch: (text: string | undefined) => void;
  className?: string;
}

/** The field that filters a list; the key / leads to it. */
export function SearchField({ label, placeholder, value = "", onSearch, className }: SearchFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);
  useShortcuts({ "/": () => field.current?.focus() });
  useEffect(() => setText(value), [value]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed is told
  useEffect(() => {
    if (text === value) return;
    const timer = setTimeout(() => onSearch(text === "" ? undefined : text), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <span className={cx("relative min-w-0 flex-1 basis-56", className)}>
      <Search aria-hidden className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-ink-3" />
      <Input
        ref={field}
        type="search"
        aria-label={label}
        placeholder={placeholder}
        className="pl-8"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </span>
  );
}
