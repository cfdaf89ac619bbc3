import { useEffect, useRef } from "react";
import { StoredChoice, useChoice } from "./stored-choice.ts";

/** Keys without a modifier can be turned off: dictation and slips of the hand press them, too. */
const singleKeys = new StoredChoice<"on" | "off">("single-keys", ["on", "off"]);

export const useSingleKeys = (): "on" | "off" => useChoice(singleKeys);
export const chooseSingleKeys = (choice: "on" | "off"): void => singleKeys.choose(choice);

/** The second key of a pair such as "g r" must follow within this time. */
const PAIR_MS = 1_200;
const isApple = /Mac|iP(hone|ad)/.test(navigator.platform);

/** How the key with Mod is written here. */
export const modKey = (letter: string): string => (isApple ? `⌘${letter}` : `Ctrl ${letter}`);

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable], [role=dialog]") !== null;

let first = { key: "", at: 0 };

/** The name of what was pressed: "mod+k", "?", or "g r" when two keys follow each other. */
function pressed(event: KeyboardEvent): string[] {
  const isMod = isApple ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey;
  if (isMod && !event.altKey) return [`mod+${event.key.toLowerCase()}`];
  if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return [];
  if (singleKeys.read() === "off") return [];
  const now = Date.now();
  const pair = now - first.at < PAIR_MS ? [`${first.key} ${event.key}`] : [];
  first = { key: event.key, at: now };
  return [...pair, event.key];
}

/** Runs the action of the key that was pressed. Keys: "mod+k", "?", "c", "g r". A pair goes before its second key. */
export function useShortcuts(actions: Readonly<Record<string, () => void>>): void {
  const current = useRef(actions);
  useEffect(() => {
    current.current = actions;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.repeat) return;
      const action = pressed(event)
        .map((key) => current.current[key])
        .find((one) => one !== undefined);
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
}
