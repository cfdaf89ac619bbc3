import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { browseBlob, browseTree, lookAtRepository } from "#app/repo-browse.ts";
import { isProtectedBranch } from "#domain/branch-name.ts";
import type { Server } from "#http/deps.ts";
import { fileText } from "#http/file-text.ts";
import { answers, NextCursor, newRoutes, ProjectParam } from "#http/route.ts";

const RepoQuery = z.object({ repo: z.string().min(1), q: z.string().max(244).optional() });
const PathQuery = z.object({ repo: z.string().min(1), ref: z.string().min(1), path: z.string().default("") });

const tags = ["Repositories"];
const base = "/api/projects/{project}/repo" as const;

const branches = createRoute({
  method: "get",
  path: `${base}/branches`,
  tags,
  summary: "Look at a repository: its default branch, the branch named in q, and whether we may push",
  request: { params: ProjectParam, query: RepoQuery },
  responses: {
    200: answers(
      "What the host answered just now",
      z.object({
        branches: z.array(z.object({ name: z.string(), sha: z.string(), protected: z.boolean() })),
        defaultBranch: z.string().nullable(),
        canPush: z.boolean(),
        state: z.enum(["ready", "empty"]),
        nextCursor: NextCursor,
      }),
    ),
  },
});
const tree = createRoute({
  method: "get",
  path: `${base}/tree`,
  tags,
  summary: "List a directory of any repository the project can read",
  request: { params: ProjectParam, query: PathQuery },
  responses: {
    200: answers(
      "Its entries",
      z.object({
        path: z.string(),
        entries: z.array(
          z.object({ name: z.string(), type: z.enum(["blob", "tree", "commit"]), size: z.int().optional() }),
        ),
      }),
    ),
  },
});
const blob = createRoute({
  method: "get",
  path: `${base}/blob`,
  tags,
  summary: "Read a file of any repository the project can read",
  request: { params: ProjectParam, query: PathQuery },
  responses: {
    200: answers("The file", z.object({ content: z.string(), encoding: z.enum(["utf-8", "base64"]), size: z.int() })),
  },
});

export const repoRoutes = (server: Server) =>
  newRoutes()
    .openapi(branches, async (c) => {
      const { repo, q } = c.req.valid("query");
      const { project } = c.req.valid("param");
      const wanted = q === undefined || q === "" ? [] : [q];
      const look = await lookAtRepository(server, c.var.actor, { project, repo, branches: wanted }, c.req.raw.signal);
      const bases = look.defaultBranch === undefined ? [] : [look.defaultBranch];
      const found = [...look.branches].map(([name, sha]) => ({ name, sha, protected: isProtectedBranch(name, bases) }));
      const state = look.isEmpty ? ("empty" as const) : ("ready" as const);
      const facts = { defaultBranch: look.defaultBranch ?? null, canPush: look.canPush, state, nextCursor: null };
      return c.json({ branches: found, ...facts }, 200);
    })
    .openapi(tree, async (c) => {
      const query = { ...c.req.valid("query"), project: c.req.valid("param").project };
      const entries = await browseTree(server, c.var.actor, query, c.req.raw.signal);
      const shown = entries.map(({ name, type, size }) => ({ name, type, ...(size === undefined ? {} : { size }) }));
      return c.json({ path: query.path, entries: shown }, 200);
    })
    .openapi(blob, async (c) => {
      const query = { ...c.req.valid("query"), project: c.req.valid("param").project };
      const file = await browseBlob(server, c.var.actor, query, c.req.raw.signal);
      return c.json({ ...fileText(file.bytes), size: file.size }, 200);
    });
