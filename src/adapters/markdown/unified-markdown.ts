import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import rehypeSlug from "rehype-slug";
import rehypeStringify from "rehype-stringify";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import type { Markdown, RenderedMarkdown } from "#ports/markdown.ts";
import { collectHeadings } from "./headings.ts";
import { showHiddenCharacters } from "./hidden-characters.ts";

const MAX_KEPT = 300;

/** What a document may contain. No images: each would be a request that tells a stranger who reads. */
const schema = {
  ...defaultSchema,
  tagNames: (defaultSchema.tagNames ?? []).filter((name) => name !== "img"),
  protocols: { ...defaultSchema.protocols, href: ["http", "https", "mailto"] },
  // Ids come only from footnotes, which have their prefix already.
  clobberPrefix: "",
};

const processor = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype)
  .use(rehypeSanitize, schema)
  // After the sanitizer, whose business it is to remove ids; the prefix keeps headings from shadowing page globals.
  .use(rehypeSlug, { prefix: "doc-" })
  .use(collectHeadings)
  .use(rehypeStringify);

/** A line that opens a hundred quotes or lists is no document, and would take seconds to render. */
const TOO_DEEP = /^(?:[ \t]*[>*+-]){100}/m;

const escaped: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

function render(source: string): RenderedMarkdown {
  const text = showHiddenCharacters(source);
  if (TOO_DEEP.test(text)) return plain(text);
  try {
    const file = processor.processSync(text);
    return { html: String(file), toc: file.data.headings ?? [] };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // The stack is full: nested too deep in another way.
    return plain(text);
  }
}

const plain = (text: string): RenderedMarkdown => ({
  html: `<pre>${text.replace(/[&<>]/g, (sign) => escaped[sign] ?? sign)}</pre>`,
  toc: [],
});

class UnifiedMarkdown implements Markdown {
  readonly #kept = new Map<string, RenderedMarkdown>();

  async render(key: string, source: string): Promise<RenderedMarkdown> {
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const rendered = render(source);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= MAX_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(key, rendered);
    return rendered;
  }
}

/** GitHub-flavoured Markdown without raw HTML. */
export const openMarkdown = (): Markdown => new UnifiedMarkdown();
