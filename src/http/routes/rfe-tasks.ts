import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { listTasks, TasksView } from "#app/rfe-tasks.ts";
import { setTaskDone } from "#app/task-tick.ts";
import type { Server } from "#http/deps.ts";
import { answers, jsonBody, newRoutes, RfeParam } from "#http/route.ts";

const list = createRoute({
  method: "get",
  path: "/api/projects/{project}/rfe-workflows/{id}/tasks",
  tags: ["Files and phases"],
  summary: "The tasks of tasks.md, and the sessions that work on them",
  request: { params: RfeParam },
  responses: { 200: answers("In the order of the file", TasksView.openapi("TaskList")) },
});

const tick = createRoute({
  method: "patch",
  path: "/api/projects/{project}/rfe-workflows/{id}/tasks/{task}",
  tags: ["Files and phases"],
  summary: "Tick a task in tasks.md, or open it again: a commit on the feature branch",
  request: {
    params: RfeParam.extend({ task: z.string().max(40) }),
    body: jsonBody(
      z.strictObject({
        done: z.boolean(),
        baseSha: z.string().regex(/^[0-9a-f]{40}$/, "Send the commitSha of the task list."),
      }),
    ),
  },
  responses: { 200: answers("The commit at which it is so", z.object({ commitSha: z.string() })) },
});

export const rfeTaskRoutes = (server: Server) =>
  newRoutes()
    .openapi(list, async (c) =>
      c.json(await listTasks(server, c.var.actor, c.req.valid("param"), c.req.raw.signal), 200),
    )
    .openapi(tick, async (c) => {
      const change = { ...c.req.valid("param"), ...c.req.valid("json") };
      return c.json(await setTaskDone(server, c.var.actor, change, c.req.raw.signal), 200);
    });
