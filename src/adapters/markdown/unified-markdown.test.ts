import { describe, expect, test, vi } from "vitest";
import { openMarkdown } from "./unified-markdown.ts";

const render = (source: string) => openMarkdown().render(source, source);

describe("Markdown", () => {
  test("renders tables, task lists and code", async () => {
    const { html } = await render("| a | b |\n|---|---|\n| 1 | 2 |\n\n- [x] done\n\n```ts\nconst a = 1 < 2;\n```\n");

    expect(html).toContain("<td>1</td>");
    expect(html).toContain('type="checkbox"');
    expect(html).toContain('aria-label="done"');
    expect(html).toContain('<span class="hljs-number">1</span> &#x3C; <span class="hljs-number">2</span>');
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

  test("spells out characters that hide", async () => {
    const { html } = await render("safe\u202eevil\u200b");

    expect(html).toContain("safe⟨U+202E⟩evil⟨U+200B⟩");
  });

  test("shows a document that is nested beyond reason as plain text", async () => {
    const { html } = await render(`${">".repeat(20_000)} <b>deep</b>`);

    expect(html).not.toContain("<b>");
  });

  test("keeps a diagram as the text it is", async () => {
    const { html } = await render("```mermaid\ngraph TD; A-->B\n```\n");

    expect(html).toContain('data-language="mermaid"');
    expect(html).toContain("graph TD; A-->B");
  });

  test("marks and numbers open questions, but not those in code", async () => {
    const { html } = await render("Log in [NEEDS CLARIFICATION: how?] and `[NEEDS CLARIFICATION: no]`.");

    expect(html).toContain('<mark class="open-question" id="doc-open-question-1">[NEEDS CLARIFICATION: how?]</mark>');
    expect(html).not.toContain("doc-open-question-2");
  });

  test("puts the frontmatter before the document as names and values", async () => {
    const { html } = await render("---\nstatus: Draft\ntitle: <b>Spec</b>\n---\n# Spec\n");

    expect(html).toMatch(/^<dl class="doc-facts"><dt>status<\/dt><dd>Draft<\/dd>/);
    expect(html).not.toContain("<b>");
  });

  test("leads anchors to their headings, and links to elsewhere without a trace of the reader", async () => {
    const { html } = await render("# Goals\n\n[up](#Goals) [out](https://e.example) [plan](plan.md)");

    expect(html).toContain('<a href="#doc-goals">up</a>');
    expect(html).toContain('<a href="https://e.example" rel="noopener noreferrer nofollow" target="_blank">out</a>');
    expect(html).toContain('<a href="plan.md">plan</a>');
  });

  test("names a picture and links to it instead of loading it", async () => {
    const { html } = await render("![the flow](https://e.example/flow.png)");

    expect(html).toContain(">Image: the flow</a>");
    expect(html).not.toContain("<img");
  });

  test("leaves code that is too long to colour without colours", async () => {
    const { html } = await render(`\`\`\`ts\n${"const a = 1;\n".repeat(3_000)}\`\`\`\n`);

    expect(html).not.toContain("hljs-keyword");
    expect(html).toContain("const a = 1;");
  });

  test("shows a document that takes too long as plain text, and the next one as ever", async () => {
    const markdown = openMarkdown(300);

    const late = await markdown.render("late", "- a\n".repeat(90_000));
    await vi.waitFor(async () => expect((await markdown.render(crypto.randomUUID(), "# Next")).toc).toHaveLength(1), {
      timeout: 20_000,
    });

    expect(late.html).toMatch(/^<pre/);
  });

  test("renders the same key once", async () => {
    const markdown = openMarkdown();

    const first = await markdown.render("sha", "# One");
    const second = await markdown.render("sha", "# One");

    expect(second).toBe(first);
  });
});
