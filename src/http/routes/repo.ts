import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { browseBlob, browseTree, listBranches, lookAtBranch, type RepositoryLook } from "#app/repo-browse.ts";
import { isProtectedBranch } from "#domain/branch-name.ts";
import { Problem } from "#domain/problem.ts";
import type { Server } from "#http/deps.ts";
import { fileText } from "#http/file-text.ts";
import { answers, NextCursor, newRoutes, PageQuery, ProjectParam } from "#http/route.ts";

const BranchesQuery = PageQuery.extend({
  repo: z.string().min(1),
  q: z
    .string()
    .max(244)
    .optional()
    .openapi({ description: "Part of a name; the branch of that very name comes first" }),
  name: z.string().max(244).optional().openapi({ description: "Looks for this one branch only, and does not list" }),
});
const PathQuery = z.object({ repo: z.string().min(1), ref: z.string().min(1), path: z.string().default("") });

const tags = ["Repositories"];
const base = "/api/projects/{project}/repo" as const;

const branches = createRoute({
  method: "get",
  path: `${base}/branches`,
  tags,
  summary: "Look at a repository: its default branch, its branches, and whether we may push",
  request: { params: ProjectParam, query: BranchesQuery },
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

/** Where a page of branches ends, as opaque text. */
const cursorAt = (branch: string): string => Buffer.from(branch).toString("base64url");

function branchOf(cursor: string): string {
  const branch = Buffer.from(cursor, "base64url").toString();
  if (branch !== "" && cursorAt(branch) === cursor) return branch;
  throw new Problem("bad-cursor");
}

function branchesView({ branches, defaultBranch, canPush, isEmpty, next }: RepositoryLook) {
  const bases = defaultBranch === undefined ? [] : [defaultBranch];
  return {
    branches: [...branches].map(([name, sha]) => ({ name, sha, protected: isProtectedBranch(name, bases) })),
    defaultBranch: defaultBranch ?? null,
    canPush,
    state: isEmpty ? ("empty" as const) : ("ready" as const),
    nextCursor: next === undefined ? null : cursorAt(next),
  };
}

export const repoRoutes = (server: Server) =>
  newRoutes()
    .openapi(branches, async (c) => {
      const { repo, q: text = "", name = "", limit = 50, cursor } = c.req.valid("query");
      const at = { project: c.req.valid("param").project, repo };
      const { actor } = c.var;
      const { signal } = c.req.raw;
      const after = cursor === undefined ? undefined : branchOf(cursor);
      const look = await (name === ""
        ? listBranches(server, actor, { ...at, text, after, limit }, signal)
        : lookAtBranch(server, actor, { ...at, name }, signal));
      return c.json(branchesView(look), 200);
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
