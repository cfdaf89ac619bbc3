import { describe, expect, it } from "vitest";
import { markdownLines } from "./rfe-view.ts";
import { type Paint, plainPaint } from "./terminal.ts";

const tagged: Paint = (style, text) => `<${String(style)}>${text}</>`;

describe("a document in the terminal", () => {
  it("is the document itself where colours are not wanted", () => {
    const document = "# Title\n\n- [x] T001 done\n\n```sh\nnpm test\n```\n";

    expect(markdownLines(document, plainPaint).join("\n")).toBe(document.trimEnd());
  });

  it("marks headings, ticks and code, and nothing inside code", () => {
    const lines = markdownLines("## Title\n- [X] done\n```\n# comment\n```\ntext", tagged);

    expect(lines).toEqual([
      "<bold,cyan>## Title</>",
      "- <green>[x]</> done",
      "<dim>```</>",
      "<dim># comment</>",
      "<dim>```</>",
      "text",
    ]);
  });
});
