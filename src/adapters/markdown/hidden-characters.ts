/** Characters that change how text looks without being seen: direction overrides, zero width, tags. */
const HIDDEN = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|\udb40[\udc00-\udc7f]/g;

/** Spells hidden characters out, so that a document cannot look different from what an agent reads in it. */
export const showHiddenCharacters = (text: string): string =>
  text
    .replace(/^\ufeff/, "")
    .replace(HIDDEN, (hidden) => `⟨U+${(hidden.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`);
