import { element, type HtmlNode, textNode } from "./html-tree.ts";

const MARKER = /(\[NEEDS CLARIFICATION[^\]]*\])/;

/** Marks what the author left open, and numbers it, so that a page can count and visit the places. */
export const markOpenQuestions = () => (tree: HtmlNode) => {
  let count = 0;
  const marked = (text: string): HtmlNode[] =>
    text
      .split(MARKER)
      .filter((part) => part !== "")
      .map((part) => {
        if (!MARKER.test(part)) return textNode(part);
        count++;
        return element("mark", { className: ["open-question"], id: `doc-open-question-${count}` }, [textNode(part)]);
      });
  const walk = (node: HtmlNode): void => {
    // Code shows what is written in it; a marker there is an example, not a question.
    if (node.tagName === "pre" || node.tagName === "code") return;
    if (node.children === undefined) return;
    node.children = node.children.flatMap((child) => {
      if (child.type === "text" && MARKER.test(child.value ?? "")) return marked(child.value ?? "");
      walk(child);
      return [child];
    });
  };
  walk(tree);
};
