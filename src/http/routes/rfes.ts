import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { cursorOf } from "#app/page.ts";
import { Standing, standings } from "#app/rfe-phases.ts";
import { RfeView as PlainRfeView, rfeView, type SeenRfe } from "#app/rfe-view.ts";
import { createRfe, deleteRfe, getRfe, listRfes, updateRfe, validateRfe } from "#app/rfes.ts";
import { BasedRepo, NewRfe, RfeChange } from "#domain/rfe.ts";
import { boardPhases } from "#domain/rfe-phase.ts";
import type { Server } from "#http/deps.ts";
import {
  answers,
  etagOf,
  ifMatch,
  jsonBody,
  NextCursor,
  newRoutes,
  PageQuery,
  ProjectParam,
  pageRequest,
  RfeParam,
} from "#http/route.ts";

const RfeView = PlainRfeView.openapi("RfeWorkflow");
const ListedRfe = PlainRfeView.extend(Standing.shape).openapi("ListedRfeWorkflow");
const RfeQuery = PageQuery.extend({ phase: z.enum(boardPhases).optional(), q: z.string().max(200).optional() });

const versionOf = ({ rfe }: SeenRfe) => ({ ETag: etagOf(rfe.metadata.resourceVersion) });
const tags = ["RFE workflows"];
const all = "/api/projects/{project}/rfe-workflows" as const;
const one = "/api/projects/{project}/rfe-workflows/{id}" as const;

const list = createRoute({
  method: "get",
  path: all,
  tags,
  summary: "List RFE workflows and where each stands",
  request: { params: ProjectParam, query: RfeQuery },
  responses: {
    200: answers("Newest first", z.object({ workflows: z.array(ListedRfe), nextCursor: NextCursor })),
  },
});
const create = createRoute({
  method: "post",
  path: all,
  tags,
  summary: "Create an RFE workflow (guide, phase 1)",
  request: { params: ProjectParam, body: jsonBody(NewRfe) },
  responses: { 201: answers("The new workflow", RfeView) },
});
const validate = createRoute({
  method: "post",
  path: `${all}/validate`,
  tags,
  summary: "Check what would be created, without creating it",
  request: { params: ProjectParam, body: jsonBody(NewRfe) },
  responses: {
    200: answers(
      "It could be created",
      z.object({ valid: z.literal(true), umbrellaRepo: BasedRepo, supportingRepos: z.array(BasedRepo) }),
    ),
  },
});
const get = createRoute({
  method: "get",
  path: one,
  tags,
  summary: "Read an RFE workflow",
  request: { params: RfeParam },
  responses: { 200: answers("The workflow", RfeView) },
});
const update = createRoute({
  method: "put",
  path: one,
  tags,
  summary: "Change an RFE workflow; send If-Match",
  request: { params: RfeParam, body: jsonBody(RfeChange.extend({ branchName: z.string().max(300).optional() })) },
  responses: { 200: answers("The changed workflow", RfeView) },
});
const remove = createRoute({
  method: "delete",
  path: one,
  tags,
  summary: "Forget an RFE workflow; its branches and sessions stay",
  request: { params: RfeParam },
  responses: { 204: { description: "It is gone" } },
});

export const rfeRoutes = (server: Server) =>
  newRoutes()
    .openapi(list, async (c) => {
      const { phase, q, ...page } = c.req.valid("query");
      const query = { ...pageRequest(page), q };
      const { items, next } = await listRfes(server, c.var.actor, c.req.valid("param").project, query);
      const places = await standings(server, items, c.req.raw.signal);
      const workflows = items
        .flatMap((seen, i) => (places[i] === undefined ? [] : [{ ...rfeView(seen), ...places[i] }]))
        .filter((workflow) => phase === undefined || workflow.phase === phase);
      return c.json({ workflows, nextCursor: cursorOf(next) }, 200);
    })
    .openapi(create, async (c) => {
      const { project } = c.req.valid("param");
      const seen = await createRfe(server, c.var.actor, project, c.req.valid("json"), c.req.raw.signal);
      const location = `/api/projects/${project}/rfe-workflows/${seen.rfe.metadata.name}`;
      return c.json(rfeView(seen), 201, { ...versionOf(seen), Location: location });
    })
    .openapi(validate, async (c) => {
      const { project } = c.req.valid("param");
      const repositories = await validateRfe(server, c.var.actor, project, c.req.valid("json"), c.req.raw.signal);
      return c.json({ valid: true as const, ...repositories }, 200);
    })
    .openapi(get, async (c) => {
      const { project, id } = c.req.valid("param");
      const seen = await getRfe(server, c.var.actor, project, id);
      return c.json(rfeView(seen), 200, versionOf(seen));
    })
    .openapi(update, async (c) => {
      const { project, id } = c.req.valid("param");
      const key = { project, id, version: ifMatch(c.req.header("if-match")) };
      const seen = await updateRfe(server, c.var.actor, key, c.req.valid("json"), c.req.raw.signal);
      return c.json(rfeView(seen), 200, versionOf(seen));
    })
    .openapi(remove, async (c) => {
      const { project, id } = c.req.valid("param");
      await deleteRfe(server, c.var.actor, project, id);
      return c.body(null, 204);
    });
