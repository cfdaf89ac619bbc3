import { useEffect, useState } from "react";
import { searchBlocks } from "./log-search.ts";
import type { Block } from "./session-block.ts";

/** Typing and a busy log must not be slowed down by looking through all of it again and again. */
const TYPING_MS = 120;

/** The rows in which the words occur, found a moment after typing and after new rows. */
export function useLogSearch(rows: readonly Block[], version: unknown, query: string): readonly number[] {
  const [matches, setMatches] = useState<readonly number[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows grow in place; the version tells when
  useEffect(() => {
    if (query.trim() === "") {
      setMatches((before) => (before.length === 0 ? before : []));
      return;
    }
    const wait = rows.length > 20_000 ? 4 * TYPING_MS : TYPING_MS;
    const timer = setTimeout(() => setMatches(searchBlocks(rows, query)), wait);
    return () => clearTimeout(timer);
  }, [rows, version, query]);
  return matches;
}
