import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { listAgents } from "#app/rfe-agents.ts";
import { listFiles, readFile, renderFile } from "#app/rfe-files.ts";
import { rfeSummary, SummaryView } from "#app/rfe-phases.ts";
import type { Server } from "#http/deps.ts";
import { fileText } from "#http/file-text.ts";
import { answers, newRoutes, RfeParam } from "#http/route.ts";

const Where = z.object({ repo: z.string().optional(), ref: z.string().optional() });
const FileQuery = Where.extend({ path: z.string() });
const ListQuery = Where.extend({
  path: z.string().default(""),
  recursive: z.enum(["true", "false", "1", "0"]).optional(),
});

const Entry = z.object({
  name: z.string(),
  path: z.string(),
  type: z.enum(["blob", "tree", "commit"]),
  size: z.int().optional(),
});
const FileFacts = z.object({ path: z.string(), commitSha: z.string(), blobSha: z.string() });
const Persona = z.object({
  persona: z.string(),
  name: z.string(),
  role: z.string(),
  description: z.string(),
  path: z.string(),
});

const tags = ["Files and phases"];
const base = "/api/projects/{project}/rfe-workflows/{id}" as const;

const summary = createRoute({
  method: "get",
  path: `${base}/summary`,
  tags,
  summary: "Where the RFE stands, derived from its branch and sessions",
  request: { params: RfeParam },
  responses: { 200: answers("The board", SummaryView.openapi("RfeSummary")) },
});
const agents = createRoute({
  method: "get",
  path: `${base}/agents`,
  tags,
  summary: "The agent personas on the feature branch",
  request: { params: RfeParam },
  responses: { 200: answers("All of them", z.object({ agents: z.array(Persona), commitSha: z.string() })) },
});
const list = createRoute({
  method: "get",
  path: `${base}/files`,
  tags,
  summary: "List files of a repository of the RFE",
  request: { params: RfeParam, query: ListQuery },
  responses: {
    200: answers(
      "A directory at one commit",
      z.object({ repo: z.string(), ref: z.string(), commitSha: z.string(), path: z.string(), entries: z.array(Entry) }),
    ),
  },
});
const content = createRoute({
  method: "get",
  path: `${base}/files/content`,
  tags,
  summary: "Read a file",
  request: { params: RfeParam, query: FileQuery },
  responses: {
    200: answers(
      "The file at one commit",
      FileFacts.extend({
        encoding: z.enum(["utf-8", "base64"]),
        size: z.int(),
        content: z.string(),
        url: z.string().nullable(),
      }),
    ),
  },
});
const rendered = createRoute({
  method: "get",
  path: `${base}/files/rendered`,
  tags,
  summary: "Read a Markdown file as safe HTML",
  request: { params: RfeParam, query: FileQuery },
  responses: {
    200: answers(
      "The document",
      FileFacts.extend({
        html: z.string(),
        toc: z.array(z.object({ id: z.string(), text: z.string(), depth: z.int() })),
      }),
    ),
  },
});

/** Where people find the file on a host whose addresses we know. */
function webUrl(repo: string, commit: string, path: string): string | null {
  const match = /^https:\/\/(github\.com|gitlab\.com)\/(.+?)(?:\.git)?\/?$/.exec(repo);
  if (match === null) return null;
  const middle = match[1] === "gitlab.com" ? "/-/blob/" : "/blob/";
  return `https://${match[1]}/${match[2]}${middle}${commit}/${path.split("/").map(encodeURIComponent).join("/")}`;
}

export const rfeFileRoutes = (server: Server) =>
  newRoutes()
    .openapi(summary, async (c) => {
      const { project, id } = c.req.valid("param");
      return c.json(await rfeSummary(server, c.var.actor, project, id, c.req.raw.signal), 200);
    })
    .openapi(agents, async (c) =>
      c.json(await listAgents(server, c.var.actor, c.req.valid("param"), c.req.raw.signal), 200),
    )
    .openapi(list, async (c) => {
      const { recursive, ...query } = { ...c.req.valid("query"), ...c.req.valid("param") };
      const isRecursive = recursive === "true" || recursive === "1";
      const found = await listFiles(server, c.var.actor, { ...query, recursive: isRecursive }, c.req.raw.signal);
      const entries = found.entries.map(({ name, path, type, size }) => ({
        name,
        path,
        type,
        ...(size === undefined ? {} : { size }),
      }));
      return c.json({ repo: found.repo.url, ref: found.ref, commitSha: found.commit, path: found.path, entries }, 200);
    })
    .openapi(content, async (c) => {
      const query = { ...c.req.valid("query"), ...c.req.valid("param") };
      const { blob, commit, repo } = await readFile(server, c.var.actor, query, c.req.raw.signal);
      const facts = { path: blob.path, commitSha: commit, blobSha: blob.sha, size: blob.size };
      return c.json({ ...facts, ...fileText(blob.bytes), url: webUrl(repo.url, commit, blob.path) }, 200);
    })
    .openapi(rendered, async (c) => {
      const query = { ...c.req.valid("query"), ...c.req.valid("param") };
      const { blob, commit, html, toc } = await renderFile(server, c.var.actor, query, c.req.raw.signal);
      return c.json({ path: blob.path, commitSha: commit, blobSha: blob.sha, html, toc }, 200);
    });
