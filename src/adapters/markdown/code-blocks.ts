import { classNames, eachElement, type HtmlNode, textOf } from "./html-tree.ts";

/** Colouring costs time that grows faster than the text; longer code is shown plain. */
const MAX_COLOURED = 20_000;

/** Names the language of each code block for the page, and spares the highlighter what it should not touch. */
export const markCodeBlocks = () => (tree: HtmlNode) => {
  eachElement(tree, (node) => {
    const code = node.tagName === "pre" ? node.children?.[0] : undefined;
    if (code?.tagName !== "code" || node.properties === undefined) return;
    // It scrolls sideways by itself, so the keyboard must reach it.
    node.properties.tabIndex = 0;
    const language = classNames(code).find((name) => typeof name === "string" && name.startsWith("language-"));
    if (typeof language !== "string") return;
    node.properties.dataLanguage = language.slice("language-".length);
    if (textOf(code).length > MAX_COLOURED) code.properties = { className: ["no-highlight"] };
  });
};
