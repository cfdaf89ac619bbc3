import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { checkSecret } from "#app/secret-check.ts";
import { deleteSecret, listSecrets, writeSecret } from "#app/secrets.ts";
import type { Server } from "#http/deps.ts";
import { answers, jsonBody, newRoutes, ProjectParam } from "#http/route.ts";

const SecretView = z
  .object({
    key: z.string(),
    set: z.literal(true),
    fingerprint: z.string(),
    updatedAt: z.string(),
    updatedBy: z.string(),
    usedBy: z.array(z.string()),
  })
  .openapi("Secret");
const SecretCheckView = z
  .object({
    state: z.enum(["ok", "refused", "unreachable", "untested"]),
    sentence: z.string(),
    remedy: z.string().optional(),
  })
  .openapi("SecretCheck");
const SecretParam = ProjectParam.extend({ key: z.string() });
const SecretValue = z.strictObject({
  value: z.string().min(1).max(65_536, "A secret holds at most 65,536 characters."),
});

const tags = ["Secrets"];
const one = "/api/projects/{project}/secrets/{key}" as const;

const list = createRoute({
  method: "get",
  path: "/api/projects/{project}/secrets",
  tags,
  summary: "List which secrets are set; no value is ever shown",
  request: { params: ProjectParam },
  responses: { 200: answers("What is set, and by whom", z.object({ items: z.array(SecretView) })) },
});
const write = createRoute({
  method: "put",
  path: one,
  tags,
  summary: "Set a secret",
  request: { params: SecretParam, body: jsonBody(SecretValue) },
  responses: { 204: { description: "It is stored, encrypted" } },
});
const remove = createRoute({
  method: "delete",
  path: one,
  tags,
  summary: "Unset a secret",
  request: { params: SecretParam },
  responses: { 204: { description: "It is gone" } },
});

const test = createRoute({
  method: "post",
  path: `${one}/test`,
  tags,
  summary: "Try a secret where it will be used; nothing is changed there",
  request: { params: SecretParam },
  responses: { 200: answers("What became of it; never the value", SecretCheckView) },
});

export const secretRoutes = (server: Server) =>
  newRoutes()
    .openapi(list, async (c) => {
      const items = await listSecrets(server, c.var.actor, c.req.valid("param").project);
      return c.json({ items }, 200);
    })
    .openapi(write, async (c) => {
      const { project, key } = c.req.valid("param");
      await writeSecret(server, c.var.actor, project, key, c.req.valid("json").value);
      return c.body(null, 204);
    })
    .openapi(remove, async (c) => {
      const { project, key } = c.req.valid("param");
      await deleteSecret(server, c.var.actor, project, key);
      return c.body(null, 204);
    })
    .openapi(test, async (c) =>
      c.json(await checkSecret(server, c.var.actor, c.req.valid("param"), c.req.raw.signal), 200),
    );
