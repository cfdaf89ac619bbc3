import rehypeHighlight from "rehype-highlight";
import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import rehypeSlug from "rehype-slug";
import rehypeStringify from "rehype-stringify";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import { frontmatterText, parseFrontmatter } from "#domain/frontmatter.ts";
import type { RenderedMarkdown } from "#ports/markdown.ts";
import { markCodeBlocks } from "./code-blocks.ts";
import { collectHeadings } from "./headings.ts";
import { showHiddenCharacters } from "./hidden-characters.ts";
import type { HtmlNode } from "./html-tree.ts";
import { markOpenQuestions } from "./open-questions.ts";
import { plainDocument } from "./plain-document.ts";
import { addReadingAids, factsList } from "./reading-aids.ts";
import { picturesAsLinks, safeLinks } from "./safe-links.ts";

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
  .use(picturesAsLinks)
  .use(rehypeSanitize, schema)
  // From here on only our own plugins add to the tree. The prefix keeps headings from shadowing page globals.
  .use(rehypeSlug, { prefix: "doc-" })
  .use(collectHeadings)
  .use(safeLinks)
  .use(markOpenQuestions)
  .use(markCodeBlocks)
  .use(rehypeHighlight, { plainText: ["mermaid"] })
  .use(addReadingAids)
  .use(() => (tree: HtmlNode, file) => {
    const { facts = [] } = file.data;
    if (facts.length > 0) tree.children?.unshift(factsList(facts));
  })
  .use(rehypeStringify);

declare module "vfile" {
  interface DataMap {
    facts: { name: string; value: string }[];
  }
}

/** A line that opens a hundred quotes or lists is no document, and would take seconds to render. */
const TOO_DEEP = /^(?:[ \t]*[>*+-]){100}/m;

/** A document as HTML; one that is nested beyond reason as plain text. */
export function renderDocument(source: string): RenderedMarkdown {
  const text = showHiddenCharacters(source);
  if (TOO_DEEP.test(text)) return plainDocument(text);
  const document = parseFrontmatter(text);
  const facts = document?.blocks.map(({ key }) => ({ name: key, value: frontmatterText(document, key) ?? "" }));
  try {
    const file = processor.processSync({ value: document?.body ?? text, data: { facts: facts ?? [] } });
    return { html: String(file), toc: file.data.headings ?? [] };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    // The stack is full: nested too deep in another way.
    return plainDocument(text);
  }
}
