import type { Heading } from "#ports/markdown.ts";

declare module "vfile" {
  interface DataMap {
    headings: Heading[];
  }
}

/** The part of an HTML tree that is looked at here. */
interface Node {
  type: string;
  tagName?: string;
  value?: string;
  properties?: { id?: unknown };
  children?: Node[];
}

const textOf = ({ value = "", children = [] }: Node): string => value + children.map(textOf).join("");

function headingsIn(node: Node): Heading[] {
  const depth = Number(/^h([1-6])$/.exec(node.tagName ?? "")?.[1] ?? 0);
  const id = node.properties?.id;
  if (depth > 0 && typeof id === "string") return [{ id, text: textOf(node).trim(), depth }];
  return (node.children ?? []).flatMap(headingsIn);
}

/** Leaves the headings of a document in the file's data. */
export const collectHeadings = () => (tree: Node, file: { data: { headings?: Heading[] } }) => {
  file.data.headings = headingsIn(tree);
};
