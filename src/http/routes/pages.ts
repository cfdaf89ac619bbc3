import { html } from "hono/html";
import { listProjects } from "#app/projects.ts";
import { listRfes } from "#app/rfes.ts";
import { isProblem, type Problem, type ProblemCode, problems } from "#domain/problem.ts";
import { userOf } from "#http/auth.ts";
import type { Server } from "#http/deps.ts";
import { type Html, page, style } from "#http/page.ts";
import { newRoutes } from "#http/route.ts";
import type { Actor } from "#ports/access.ts";

/** Takes the token out of the address at once, trades it for a cookie, and goes to the start page. */
const loginScript = `
const token = location.hash.slice(1);
const say = (text) => { document.querySelector("#state").textContent = text; };
history.replaceState(null, "", "/login");
if (token === "") say("This address lacks its token. Open the login URL that vteam printed at its start.");
else fetch("/api/login", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ token }) })
  .then(async (answer) => {
    if (answer.ok) return location.replace("/");
    say((await answer.json()).error + " Open the login URL that vteam printed at its start.");
  })
  .catch(() => say("The server does not answer. Is it running?"));
`.trimStart();

const isCode = (code: string): code is ProblemCode => Object.hasOwn(problems, code);

function problemPage(code: ProblemCode): Html {
  const { status, title, remedy, retryable } = problems[code];
  return html`<h1>${title}</h1>
<p class="soft">Status ${status} · <code>/problems/${code}</code></p>
<p>${remedy}</p>
<p>${retryable ? "The same request may succeed later." : "The same request will fail again."}</p>
<p><a href="/api/reference">API reference</a></p>`;
}

const signedOut = html`<h1>vteam</h1>
<p>You are not signed in. Open the login URL that vteam printed when it started; it holds the access token.</p>
<p><a href="/api/reference">API reference</a></p>`;

async function startPage(server: Server, actor: Actor): Promise<Html> {
  const { items } = await listProjects(server, actor, { limit: 50 });
  const sections = items.map(async ({ project }) => {
    const { name } = project.metadata;
    const { items: rfes } = await listRfes(server, actor, name, { limit: 20 });
    const base = `/api/projects/${name}/rfe-workflows`;
    const rows = rfes.map(
      ({ rfe: { metadata, spec } }) =>
        html`<tr><td><a href="${base}/${metadata.name}/summary">${spec.title}</a></td><td><code>${spec.branchName}</code></td><td class="soft">${metadata.name}</td></tr>`,
    );
    const none = html`<p class="soft">No RFE workflow yet: <code>vteam rfe create</code>.</p>`;
    return html`<h2><a href="/api/projects/${name}">${project.spec.displayName || name}</a></h2>
${rows.length === 0 ? none : html`<table>${rows}</table>`}
<p><a href="/api/projects/${name}/agentic-sessions">sessions</a> · <a href="/api/projects/${name}/repositories">repositories</a></p>`;
  });
  const empty = html`<p>There is no project yet: <code>vteam project create my-project</code>.</p>`;
  return html`<h1>vteam</h1>
<p class="soft">Version ${server.version}. This page only shows what is here; the links lead to the API's own answers. Work is done with the <code>vteam</code> command or through the API.</p>
<nav><a href="/api/reference">API reference</a><a href="/readyz">readiness</a><a href="/metrics">metrics</a></nav>
${items.length === 0 ? empty : await Promise.all(sections)}`;
}

/** The few pages for browsers. */
export function pageRoutes(server: Server) {
  const routes = newRoutes();
  routes.get("/assets/pages.css", (c) => c.body(style, 200, { "Content-Type": "text/css; charset=utf-8" }));
  routes.get("/assets/login.js", (c) => c.body(loginScript, 200, { "Content-Type": "text/javascript; charset=utf-8" }));
  routes.get("/login", (c) =>
    page(c, "Signing in · vteam", html`<h1>vteam</h1><p id="state" role="status">Signing in…</p>`, {
      script: "/assets/login.js",
    }),
  );
  routes.get("/problems/:slug", (c) => {
    const slug = c.req.param("slug");
    if (isCode(slug)) return page(c, `${problems[slug].title} · vteam`, problemPage(slug));
    return page(c, "No such problem · vteam", html`<h1>There is no problem of this name</h1>`, { status: 404 });
  });
  routes.get("/", async (c) => {
    const actor = await userOf(server.access, c).catch((error: unknown): Problem => {
      if (isProblem(error, "unauthorized")) return error;
      throw error;
    });
    return page(c, "vteam", isProblem(actor) ? signedOut : await startPage(server, actor));
  });
  return routes;
}
