import type { Context } from "hono";
import { html } from "hono/html";
import { Problem } from "#domain/problem.ts";
import type { Env } from "#http/deps.ts";
import { page } from "#http/page.ts";
import { newRoutes } from "#http/route.ts";
import { encodingFor, type WebFile, WebFiles } from "#http/web-files.ts";

/** The UI runs its own scripts and styles, talks to this server, and nothing else. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "form-action 'none'",
].join("; ");

const FOREVER = "public, max-age=31536000, immutable";
/** Asked about every time; answered with 304 while nothing changed. */
const CHECKED = "no-cache";

function send(c: Context<Env>, file: WebFile, cacheControl: string): Response {
  const encoding = encodingFor(c.req.header("accept-encoding"));
  c.header("ETag", file.etag);
  c.header("Vary", "Accept-Encoding");
  c.header("Cache-Control", cacheControl);
  const held = (c.req.header("if-none-match") ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  if (held.includes(file.etag)) return c.body(null, 304);
  c.header("Content-Type", file.type);
  if (encoding !== "identity") c.header("Content-Encoding", encoding);
  return c.body(file.bytes[encoding]);
}

const unbuilt = html`<h1>The web UI is not built yet</h1>
<p>Run <code>npm run build</code> where vteam is installed, then reload this page. <code>npm start</code> and <code>npm run demo</code> do it by themselves.</p>
<p>The API and the <code>vteam</code> command work without it: <a href="/api/reference">API reference</a></p>`;

/** A person's visit, not a program's request. */
const isVisit = (c: Context<Env>): boolean =>
  (c.req.header("accept") ?? "").includes("text/html") && !/^\/(api|git|assets|problems)\//.test(c.req.path);

const missing = (c: Context<Env>): Problem =>
  new Problem("not-found", { sentence: `There is nothing at ${c.req.path.slice(0, 200)}.` });

/** The built web UI: its page under every address that it draws, and the files that the page names. */
export function webRoutes({ webDirectory }: { webDirectory?: string | undefined }) {
  const files = webDirectory === undefined ? undefined : new WebFiles(webDirectory);
  const routes = newRoutes();
  const index = async (c: Context<Env>): Promise<Response> => {
    const file = await files?.read("index.html");
    if (file === undefined) return page(c, "The web UI is not built · vteam", unbuilt, { status: 404 });
    c.header("Content-Security-Policy", policy);
    return send(c, file, CHECKED);
  };
  // Somebody's browser at an address that is none gets the page, which says so and keeps the navigation.
  routes.get("*", async (c, next) => {
    await next();
    const file = c.res.status === 404 && isVisit(c) ? await files?.read("index.html") : undefined;
    if (file === undefined) return;
    c.header("Content-Security-Policy", policy);
    c.res = c.body(file.bytes.identity, 404, { "Content-Type": file.type, "Cache-Control": CHECKED });
  });
  routes.get("/projects", index);
  routes.get("/projects/*", index);
  routes.get("/", async (c, next) => {
    if ((await files?.read("index.html")) === undefined) return next();
    return c.redirect("/projects", 302);
  });
  routes.get("/assets/:name{[\\w][\\w.-]*}", async (c, next) => {
    const file = await files?.read(`assets/${c.req.param("name")}`);
    return file === undefined ? next() : send(c, file, FOREVER);
  });
  routes.get("/:name{theme\\.js|favicon\\.svg}", async (c) => {
    const file = await files?.read(c.req.param("name"));
    if (file === undefined) throw missing(c);
    return send(c, file, CHECKED);
  });
  return routes;
}
