import type { Context } from "hono";
import { html } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

export const style = `
:root { color-scheme: light dark; --ink: #1c2321; --soft: #5b6663; --paper: #fbfbf9; --line: #d9ddd8; --mark: #0b6b58; --code: #f0f2ee; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eae7; --soft: #9aa6a2; --paper: #141817; --line: #2e3533; --mark: #63cbb2; --code: #1e2423; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 2rem 1.25rem 4rem; font: 16px/1.55 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
a { color: var(--mark); } a:focus-visible { outline: 2px solid var(--mark); outline-offset: 2px; }
h1 { font-size: 1.7rem; margin: 0 0 .3rem; } h2 { font-size: 1.2rem; margin: 2.4rem 0 .6rem; } h3 { font-size: 1rem; margin: 1.4rem 0 .3rem; overflow-wrap: anywhere; }
p { margin: .4rem 0; } .soft { color: var(--soft); } ul { padding-left: 1.2rem; }
code, pre { font: 14px/1.5 ui-monospace, monospace; background: var(--code); border-radius: 4px; } code { padding: .1em .3em; }
pre { padding: .8rem 1rem; overflow-x: auto; } .verb { display: inline-block; min-width: 4.2em; font: 600 13px ui-monospace, monospace; text-transform: uppercase; color: var(--mark); }
details { border-top: 1px solid var(--line); padding: .5rem 0; } summary { cursor: pointer; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; } td, th { text-align: left; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
nav { display: flex; flex-wrap: wrap; gap: .3rem 1rem; margin: .8rem 0 1.4rem; }
`.trimStart();

const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'none'",
].join("; ");

/** A page of ours: plain HTML, one style sheet, and a script only where one is named. */
export function page(c: Context, title: string, body: Html, options: { script?: string; status?: 200 | 404 } = {}) {
  const script = options.script === undefined ? "" : html`<script src="${options.script}" defer></script>`;
  c.header("Content-Security-Policy", policy);
  return c.html(
    html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="/assets/pages.css">
${script}
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`,
    options.status ?? 200,
  );
}
