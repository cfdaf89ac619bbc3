import { describe, expect, test } from "vitest";
import { openMarkdown } from "./unified-markdown.ts";

const render = (source: string) => openMarkdown().render(source, source);

describe("Markdown", () => {
  test("renders tables, task lists and code", async () => {
    const { html } = await render("| a | b |\n|---|---|\n| 1 | 2 |\n\n- [x] done\n\n```ts\nconst a = 1 < 2;\n```\n");

    expect(html).toContain("<td>1</td>");
    expect(html).toContain('type="checkbox"');
    expect(html).toContain("1 &#x3C; 2");
  });

  test("gives each heading an id and lists them", async () => {
    const { html, toc } = await render("# Spec\n\n## User *stories*\n\n## User stories\n");

    expect(toc).toEqual([
      { id: "doc-spec", text: "Spec", depth: 1 },
      { id: "doc-user-stories", text: "User stories", depth: 2 },
      { id: "doc-user-stories-1", text: "User stories", depth: 2 },
    ]);
    for (const { id } of toc) expect(html).toContain(`id="${id}"`);
  });

  test.each([
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt&colon;alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "![x](https://tracker.example/pixel.png)",
    "<svg/onload=alert(1)>",
    '<a href="x" onclick="alert(1)">x</a>',
    "[a]: javascript:alert(1)\n\n[a]",
    "<javascript:alert(1)>",
    '[x](https://e.example "onmouseover=alert(1)")',
    "<iframe src=//e.example></iframe>",
    "[^1]\n\n[^1]: <style>*{display:none}</style>",
  ])("lets nothing run, load or leave: %s", async (source) => {
    const { html } = await render(source);

    expect(html).not.toMatch(/<(script|img|svg|iframe|style|object|embed|form)\b/i);
    expect(html).not.toMatch(/\son\w+=/i);
    expect(html).not.toMatch(/(href|src)="\s*(javascript|data|vbscript):/i);
  });

  test("spells out characters that hide", async () => {
    const { html } = await render("safe\u202eevil\u200b");

    expect(html).toContain("safe⟨U+202E⟩evil⟨U+200B⟩");
  });

  test("shows a document that is nested beyond reason as plain text", async () => {
    const { html } = await render(`${">".repeat(20_000)} <b>deep</b>`);

    expect(html).not.toContain("<b>");
  });

  test("renders the same key once", async () => {
    const markdown = openMarkdown();

    const first = await markdown.render("sha", "# One");
    const second = await markdown.render("sha", "# One");

    expect(second).toBe(first);
  });
});
