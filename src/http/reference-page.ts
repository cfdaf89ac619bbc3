import { html } from "hono/html";
import * as z from "zod";
import { type ApiDocument, type ApiOperation, methods } from "./openapi.ts";
import type { Html } from "./page.ts";
import { type Schema, schemaText } from "./schema-text.ts";

// Our own document: its schemas are JSON, and only the members that Schema names are read.
const AnySchema = z.custom<Schema>((value) => typeof value === "object" && value !== null);
const Content = z.looseObject({ content: z.record(z.string(), z.object({ schema: AnySchema.optional() })).optional() });
const Parameter = z.looseObject({
  name: z.string(),
  in: z.string(),
  required: z.boolean().optional(),
  schema: AnySchema.optional(),
});
const Answer = Content.extend({ description: z.string() });

interface Entry {
  method: string;
  path: string;
  operation: ApiOperation;
}

function entriesOf(document: ApiDocument): Entry[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method];
      return operation === undefined ? [] : [{ method, path, operation }];
    }),
  );
}

const anchor = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]+/g, "-");

function shapes(value: unknown): Html[] {
  const { content = {} } = Content.safeParse(value).data ?? {};
  return Object.entries(content).map(
    ([type, { schema }]) =>
      html`<p class="soft">${type}</p><pre>${schema === undefined ? "" : schemaText(schema)}</pre>`,
  );
}

function parameterRow(value: unknown): Html {
  const { name, in: place, required, schema } = Parameter.parse(value);
  return html`<tr><td><code>${name}</code></td><td>${place}${required === true ? "" : ", optional"}</td><td><code>${schemaText(schema ?? {})}</code></td></tr>`;
}

function answer([status, value]: [string, unknown]): Html {
  const { description } = Answer.parse(value);
  const body =
    status === "default" ? html`<p>A <a href="#problem">Problem</a>.</p>` : html`<p>${description}</p>${shapes(value)}`;
  return html`<h3>${status === "default" ? "Anything else" : status}</h3>${body}`;
}

function section({ method, path, operation }: Entry): Html {
  const { summary = "", parameters = [], requestBody, responses = {} } = operation;
  const table = parameters.length === 0 ? "" : html`<table>${parameters.map(parameterRow)}</table>`;
  const body = requestBody === undefined ? "" : html`<h3>Body</h3>${shapes(requestBody)}`;
  return html`<details id="${anchor(`${method}-${path}`)}">
<summary><span class="verb">${method}</span> <code>${path}</code> ${summary}</summary>
${table}${body}${Object.entries(responses).map(answer)}
</details>`;
}

/** The reference of the API as one page, made from the OpenAPI document. */
export function referencePage(document: ApiDocument): Html {
  const entries = entriesOf(document);
  const tags = [...new Set(entries.map(({ operation }) => operation.tags?.[0] ?? "Other"))];
  const of = (tag: string) => entries.filter(({ operation }) => (operation.tags?.[0] ?? "Other") === tag);
  const schemas = Object.entries(document.components?.schemas ?? {});
  return html`<h1>vteam API</h1>
<p class="soft">Version ${document.info.version} · ${entries.length} operations · <a href="/api/openapi.json">openapi.json</a> · <a href="/">start page</a></p>
<p>Send the access token as <code>Authorization: Bearer …</code>. Errors are problem documents: branch on <code>type</code>, show <code>error</code>.</p>
<nav>${tags.map((tag) => html`<a href="#${anchor(tag)}">${tag}</a>`)}<a href="#shapes">Shapes</a></nav>
${tags.map((tag) => html`<h2 id="${anchor(tag)}">${tag}</h2>${of(tag).map(section)}`)}
<h2 id="shapes">Shapes</h2>
${schemas.map(([name, schema]) => html`<h3 id="${anchor(name)}">${name}</h3><pre>${schemaText(AnySchema.parse(schema))}</pre>`)}`;
}
