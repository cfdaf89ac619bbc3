import type { Heading } from "#ports/markdown.ts";
import { type HtmlNode, textOf } from "./html-tree.ts";

declare module "vfile" {
  interface DataMap {
    headings: Heading[];
  }
}

function headingsIn(node: HtmlNode): Heading[] {
  const depth = Number(/^h([1-6])$/.exec(node.tagName ?? "")?.[1] ?? 0);
  const id = node.properties?.id;
  if (depth > 0 && typeof id === "string") return [{ id, text: textOf(node).trim(), depth }];
  return (node.children ?? []).flatMap(headingsIn);
}

/** Leaves the headings of a document in the file's data. */
export const collectHeadings = () => (tree: HtmlNode, file: { data: { headings?: Heading[] } }) => {
  file.data.headings = headingsIn(tree);
};
