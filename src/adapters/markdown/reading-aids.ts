import { element, type HtmlNode, textNode } from "./html-tree.ts";

function aided(node: HtmlNode): HtmlNode {
  if (node.tagName === "table")
    return element("div", { className: ["doc-scroll"], tabIndex: 0, role: "group", ariaLabel: "Table" }, [node]);
  if (node.tagName === "input" && node.properties !== undefined)
    node.properties.ariaLabel = node.properties.checked ? "done" : "open";
  return node;
}

/** Names check boxes for those who cannot see them, and lets wide tables scroll by themselves. */
export const addReadingAids = () => (tree: HtmlNode) => {
  const walk = (node: HtmlNode): void => {
    for (const child of node.children ?? []) walk(child);
    if (node.children !== undefined) node.children = node.children.map(aided);
  };
  walk(tree);
};

/** A document's frontmatter as a list of names and values, put before everything else. */
export function factsList(facts: readonly { name: string; value: string }[]): HtmlNode {
  const entries = facts.flatMap(({ name, value }) => [
    element("dt", {}, [textNode(name)]),
    element("dd", {}, [textNode(value)]),
  ]);
  return element("dl", { className: ["doc-facts"] }, entries);
}
