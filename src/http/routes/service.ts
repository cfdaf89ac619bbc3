import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { actorName } from "#app/authorize.ts";
import { Problem } from "#domain/problem.ts";
import { Secret } from "#domain/secret.ts";
import { checkOrigin, signIn, signOut } from "#http/auth.ts";
import type { Server } from "#http/deps.ts";
import { Readiness, readinessOf } from "#http/readiness.ts";
import { answers, jsonBody, newRoutes } from "#http/route.ts";

const tags = ["Service"];

const clusterInfo = createRoute({
  method: "get",
  path: "/api/cluster-info",
  tags,
  summary: "What this server is; needs no token",
  security: [],
  responses: {
    200: answers(
      "Facts",
      z.object({
        isOpenShift: z.literal(false),
        mode: z.enum(["cluster", "standalone"]),
        version: z.string(),
        demo: z.boolean(),
      }),
    ),
  },
});
const login = createRoute({
  method: "post",
  path: "/api/login",
  tags,
  summary: "Exchange the access token for a cookie",
  security: [],
  request: { body: jsonBody(z.strictObject({ token: z.string().min(1).max(4_096) })) },
  responses: { 204: { description: "You are signed in" } },
});
const logout = createRoute({
  method: "post",
  path: "/api/logout",
  tags,
  summary: "Drop the cookie",
  security: [],
  responses: { 204: { description: "You are signed out" } },
});
const version = createRoute({
  method: "get",
  path: "/version",
  tags,
  summary: "The version of this server",
  security: [],
  responses: { 200: answers("The version", z.object({ version: z.string() })) },
});
const probe = <P extends string>(path: P, summary: string) =>
  createRoute({
    method: "get",
    path,
    tags,
    summary,
    security: [],
    responses: { 200: answers("Yes", z.object({ status: z.literal("healthy") })) },
  });
const readyProbe = <P extends string>(path: P) =>
  createRoute({
    method: "get",
    path,
    tags,
    summary: "Whether the server can do its work now",
    security: [],
    responses: { 200: answers("Yes", Readiness), 503: answers("Not now", Readiness) },
  });
const me = createRoute({
  method: "get",
  path: "/api/me",
  tags,
  summary: "Who you are",
  responses: {
    200: answers("You", z.object({ userId: z.string(), displayName: z.string(), groups: z.array(z.string()) })),
  },
});

/** What is open to everyone: is it alive, what is it, let me in. */
export function publicRoutes(server: Server) {
  const ready = readinessOf(server);
  return newRoutes()
    .openapi(probe("/health", "Whether the process is alive"), (c) => c.json({ status: "healthy" as const }, 200))
    .openapi(probe("/livez", "Whether the process is alive"), (c) => c.json({ status: "healthy" as const }, 200))
    .openapi(readyProbe("/ready"), async (c) => {
      const state = await ready();
      return state.status === "ready" ? c.json(state, 200) : c.json(state, 503);
    })
    .openapi(readyProbe("/readyz"), async (c) => {
      const state = await ready();
      return state.status === "ready" ? c.json(state, 200) : c.json(state, 503);
    })
    .openapi(version, (c) => c.json({ version: server.version }, 200))
    .openapi(clusterInfo, (c) => {
      return c.json(
        { isOpenShift: false as const, mode: server.mode, version: server.version, demo: server.isDemo },
        200,
      );
    })
    .openapi(login, async (c) => {
      checkOrigin(c);
      const { token } = c.req.valid("json");
      const actor = await server.access.authenticate(new Secret(token));
      if (actor?.kind !== "user") throw new Problem("unauthorized", { sentence: "The login token is not valid here." });
      signIn(c, token);
      return c.body(null, 204);
    })
    .openapi(logout, (c) => {
      checkOrigin(c);
      signOut(c);
      return c.body(null, 204);
    });
}

export const meRoutes = () =>
  newRoutes().openapi(me, (c) => {
    const { actor } = c.var;
    const displayName = actor.kind === "user" ? actor.displayName : actorName(actor);
    return c.json({ userId: actorName(actor), displayName, groups: [] }, 200);
  });
