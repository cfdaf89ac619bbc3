import { eachElement, type HtmlNode, textNode, textOf } from "./html-tree.ts";

/** Written by the footnotes of Markdown itself, which keep their own ids. */
const FOOTNOTE = "#user-content-";

function markLink(node: HtmlNode): void {
  const href = node.properties?.href;
  if (typeof href !== "string" || node.properties === undefined) return;
  if (href.startsWith("#") && !href.startsWith(FOOTNOTE)) node.properties.href = `#doc-${href.slice(1).toLowerCase()}`;
  // A stranger's page learns neither where its reader came from nor gets a hold of this window.
  if (/^(?:[a-z]+:)?\/\//i.test(href))
    Object.assign(node.properties, { rel: ["noopener", "noreferrer", "nofollow"], target: "_blank" });
}

/** A picture becomes a link with its name: loading it would tell a stranger who reads. */
function pictureAsLink(node: HtmlNode): void {
  const { src, alt } = node.properties ?? {};
  node.tagName = "a";
  node.properties = typeof src === "string" ? { href: src } : {};
  node.children = [textNode(`Image: ${typeof alt === "string" && alt !== "" ? alt : "without a name"}`)];
}

/** Before the sanitizer, which then judges the address as that of any link. */
export const picturesAsLinks = () => (tree: HtmlNode) => {
  eachElement(tree, (node) => {
    if (node.tagName === "img") pictureAsLink(node);
    // A link inside a link is no link to anyone: a linked picture keeps the outer address and its name.
    if (node.tagName === "a" && node.children?.some(({ tagName }) => tagName === "img"))
      node.children = [textNode(node.children.map((child) => pictureName(child)).join(""))];
  });
};

const pictureName = (node: HtmlNode): string =>
  node.tagName === "img" ? `Image: ${String(node.properties?.alt ?? "")}` : textOf(node);

/** After the sanitizer: anchors find their headings, and links to elsewhere give nothing away. */
export const safeLinks = () => (tree: HtmlNode) => {
  eachElement(tree, (node) => {
    if (node.tagName === "a") markLink(node);
  });
};
