import { useSyncExternalStore } from "react";

/** One preference of this browser: kept when storage allows it, told to everything that shows it. */
export class StoredChoice<T extends string> {
  readonly #name: string;
  readonly #choices: readonly T[];
  readonly #fallback: T;
  readonly #listeners = new Set<() => void>();
  #now: T | undefined;

  /** The first choice is the one before anybody chose. */
  constructor(name: string, choices: readonly [T, ...T[]]) {
    this.#name = `vteam-${name}`;
    this.#choices = choices;
    this.#fallback = choices[0];
  }

  readonly read = (): T => {
    this.#now ??= this.#choices.find((choice) => choice === this.#stored()) ?? this.#fallback;
    return this.#now;
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  choose(choice: T): void {
    this.#now = choice;
    try {
      if (choice === this.#fallback) localStorage.removeItem(this.#name);
      else localStorage.setItem(this.#name, choice);
    } catch {
      // Without storage the choice lasts as long as the page.
    }
    for (const listener of this.#listeners) listener();
  }

  #stored(): string | null {
    try {
      return localStorage.getItem(this.#name);
    } catch {
      return null; // the same: no storage, no memory
    }
  }
}

export const useChoice = <T extends string>(choice: StoredChoice<T>): T =>
  useSyncExternalStore(choice.subscribe, choice.read);
