import { createRoute } from "@hono/zod-openapi";
import { listTasks, TasksView } from "#app/rfe-tasks.ts";
import type { Server } from "#http/deps.ts";
import { answers, newRoutes, RfeParam } from "#http/route.ts";

const list = createRoute({
  method: "get",
  path: "/api/projects/{project}/rfe-workflows/{id}/tasks",
  tags: ["Files and phases"],
  summary: "The tasks of tasks.md, and the sessions that work on them",
  request: { params: RfeParam },
  responses: { 200: answers("In the order of the file", TasksView.openapi("TaskList")) },
});

export const rfeTaskRoutes = (server: Server) =>
  newRoutes().openapi(list, async (c) =>
    c.json(await listTasks(server, c.var.actor, c.req.valid("param"), c.req.raw.signal), 200),
  );
