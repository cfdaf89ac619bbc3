/** The part of an HTML tree that the plugins here look at. */
export interface HtmlNode {
  type: string;
  tagName?: string;
  value?: string;
  properties?: Record<string, unknown>;
  children?: HtmlNode[];
}

export const textOf = ({ value = "", children = [] }: HtmlNode): string => value + children.map(textOf).join("");

export const element = (tagName: string, properties: Record<string, unknown>, children: HtmlNode[]): HtmlNode => ({
  type: "element",
  tagName,
  properties,
  children,
});

export const textNode = (value: string): HtmlNode => ({ type: "text", value });

/** Calls `visit` for every element, parents first. */
export function eachElement(node: HtmlNode, visit: (node: HtmlNode) => void): void {
  if (node.type === "element") visit(node);
  for (const child of node.children ?? []) eachElement(child, visit);
}

/** The class names of an element, of which a sanitized tree has only a list or none. */
export function classNames({ properties }: HtmlNode): readonly unknown[] {
  const names = properties?.className;
  return Array.isArray(names) ? names : [];
}
