/** A value that never prints: logs, JSON, templates and the debugger all show [redacted]. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The only way out. Call it where the value is handed to whoever needs it, and nowhere else. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return "[redacted]";
  }

  toJSON(): string {
    return "[redacted]";
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return "[redacted]";
  }
}

const ESCAPED = /[.*+?^${}()|[\]\\]/g;

/** Every spelling in which a secret could surface: itself, URL-encoded, and base64 at each alignment. */
function spellings(value: string): string[] {
  const encoded = ["", "a", "aa"].map((pad) => {
    const text = btoa(String.fromCharCode(...new TextEncoder().encode(pad + value)));
    // Drop the characters that depend on the neighbours of the value.
    return text.slice(pad.length === 0 ? 0 : 4).replace(/.{0,2}=*$/, "");
  });
  return [value, encodeURIComponent(value), ...encoded].filter((text) => text.length >= 6);
}

/** Returns a function that removes the given values from any text, in all the spellings they may take. */
export function scrubber(secrets: readonly Secret[]): (text: string) => string {
  const patterns = [...new Set(secrets.flatMap((secret) => spellings(secret.reveal())))]
    .sort((a, b) => b.length - a.length)
    .map((text) => text.replace(ESCAPED, "\\$&"));
  if (patterns.length === 0) return (text) => text;
  const pattern = new RegExp(patterns.join("|"), "g");
  return (text) => text.replace(pattern, "[redacted]");
}
