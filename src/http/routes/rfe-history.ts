import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { cursorOf } from "#app/page.ts";
import { diffFiles, fileHistory } from "#app/rfe-files.ts";
import { getRfe } from "#app/rfes.ts";
import { sessionView } from "#app/session-view.ts";
import { listSessions } from "#app/sessions.ts";
import { Problem } from "#domain/problem.ts";
import { SessionPhase } from "#domain/session.ts";
import type { Server } from "#http/deps.ts";
import { answers, NextCursor, newRoutes, PageQuery, pageRequest, RfeParam } from "#http/route.ts";
import { SessionPage } from "./sessions.ts";

const FileChange = z.object({ path: z.string(), status: z.string() });
const CommitView = z
  .object({
    sha: z.string(),
    author: z.object({ name: z.string(), email: z.string() }),
    date: z.string(),
    message: z.string(),
    files: z.array(FileChange),
  })
  .openapi("Commit");
const DiffView = z.object({
  from: z.string(),
  to: z.string(),
  files: z.array(
    z.object({
      path: z.string(),
      oldPath: z.string().optional(),
      status: z.string(),
      added: z.int(),
      removed: z.int(),
      patch: z.string(),
      truncated: z.boolean(),
      binary: z.boolean(),
    }),
  ),
  total_added: z.int(),
  total_removed: z.int(),
});

const tags = ["Files and phases"];
const base = "/api/projects/{project}/rfe-workflows/{id}" as const;
const Where = { repo: z.string().optional(), path: z.string().default("") };

const history = createRoute({
  method: "get",
  path: `${base}/history`,
  tags,
  summary: "Commits of the feature branch, or of one file on it",
  request: { params: RfeParam, query: PageQuery.extend(Where) },
  responses: { 200: answers("Newest first", z.object({ commits: z.array(CommitView), nextCursor: NextCursor })) },
});
const diff = createRoute({
  method: "get",
  path: `${base}/diff`,
  tags,
  summary: "What the feature branch changed since its base branch",
  request: {
    params: RfeParam,
    query: z.object({ ...Where, from: z.string().optional(), to: z.string().optional() }),
  },
  responses: { 200: answers("File by file", DiffView.openapi("Diff")) },
});
const sessions = createRoute({
  method: "get",
  path: `${base}/sessions`,
  tags: ["Sessions"],
  summary: "The sessions of an RFE workflow",
  request: { params: RfeParam, query: PageQuery.extend({ phase: SessionPhase.optional() }) },
  responses: { 200: answers("Newest first", z.object({ sessions: SessionPage.shape.items, nextCursor: NextCursor })) },
});

/** A cursor names the commit it began at, so that a push meanwhile shifts nothing. */
function historyPosition(cursor: string | undefined): { ref?: string; skip: number } {
  if (cursor === undefined) return { skip: 0 };
  const match = /^([0-9a-f]{40})-(\d{1,9})$/.exec(cursor);
  if (match?.[1] === undefined) throw new Problem("bad-cursor");
  return { ref: match[1], skip: Number(match[2]) };
}

export const rfeHistoryRoutes = (server: Server) =>
  newRoutes()
    .openapi(history, async (c) => {
      const { cursor, limit = 50, ...where } = c.req.valid("query");
      const position = historyPosition(cursor);
      const query = { ...c.req.valid("param"), ...where, ...position, limit };
      const { commits, commit, hasMore } = await fileHistory(server, c.var.actor, query, c.req.raw.signal);
      const shown = commits.map(({ sha, author, date, subject, body, files }) => ({
        ...{ sha, author, date, files },
        message: body === "" ? subject : `${subject}\n\n${body}`,
      }));
      return c.json({ commits: shown, nextCursor: hasMore ? `${commit}-${position.skip + limit}` : null }, 200);
    })
    .openapi(diff, async (c) => {
      const query = { ...c.req.valid("query"), ...c.req.valid("param") };
      const { from, to, files } = await diffFiles(server, c.var.actor, query, c.req.raw.signal);
      const total = (count: (file: (typeof files)[number]) => number) =>
        files.reduce((sum, file) => sum + count(file), 0);
      const sums = { total_added: total((file) => file.added), total_removed: total((file) => file.removed) };
      return c.json({ from, to, files, ...sums }, 200);
    })
    .openapi(sessions, async (c) => {
      const { project, id } = c.req.valid("param");
      const { phase, ...page } = c.req.valid("query");
      await getRfe(server, c.var.actor, project, id);
      const query = { ...pageRequest(page), phase, workflow: id };
      const { items, next } = await listSessions(server, c.var.actor, project, query);
      return c.json({ sessions: items.map(sessionView), nextCursor: cursorOf(next) }, 200);
    });
