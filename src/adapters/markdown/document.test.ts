// @vitest-environment happy-dom
import { describe, expect, test } from "vitest";
import { xssPayloads } from "#test/corpus/xss-payloads.ts";
import { renderDocument } from "./document.ts";

const ALLOWED = new Set(
  "a blockquote br code dd del div dl dt em h1 h2 h3 h4 h5 h6 hr input li mark ol p pre section span strong sup table tbody td th thead tr ul".split(
    " ",
  ),
);
const ATTRIBUTES =
  /^(id|class|href|rel|target|title|type|checked|disabled|align|start|role|tabindex|aria-[a-z]+|data-language|data-footnote[a-z-]*)$/;
const HREF = /^(https?:|mailto:|#|[^:]*$)/;

/** Everything in the page that the renderer was not meant to write. */
function intruders(html: string): string[] {
  const root = document.createElement("div");
  root.innerHTML = html;
  return [...root.querySelectorAll("*")].flatMap((element) => {
    const name = element.tagName.toLowerCase();
    const strange = ALLOWED.has(name) ? [] : [`<${name}>`];
    const odd = [...element.attributes].filter(({ name: key, value }) => {
      if (key === "href") return !HREF.test(value.trim());
      if (key === "id") return !/^(doc-|user-content-|footnote-label)/.test(value);
      return !ATTRIBUTES.test(key);
    });
    return [...strange, ...odd.map(({ name: key, value }) => `${name}[${key}=${value}]`)];
  });
}

describe("a rendered document", () => {
  test("is tried with at least 200 different attacks", () => {
    expect(new Set(xssPayloads).size).toBeGreaterThanOrEqual(200);
  });

  test.each(xssPayloads)("lets nothing run, load or leave: %j", (source) => {
    const { html } = renderDocument(source);

    expect(intruders(html)).toEqual([]);
  });

  test("would be caught with an attack in it", () => {
    expect(intruders('<img src=x onerror="1"><a href="javascript:1">x</a>')).toHaveLength(4);
  });
});
