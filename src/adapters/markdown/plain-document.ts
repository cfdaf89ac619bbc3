import type { RenderedMarkdown } from "#ports/markdown.ts";

const escaped: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** A document as it was typed: for those that are too long or too deep to be rendered. */
export const plainDocument = (text: string): RenderedMarkdown => ({
  html: `<pre tabindex="0">${text.replace(/[&<>]/g, (sign) => escaped[sign] ?? sign)}</pre>`,
  toc: [],
});
