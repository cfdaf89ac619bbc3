import { methodNotAllowed } from "hono/method-not-allowed";
import { Boards } from "#app/boards.ts";
import { RepoStates } from "#app/repo-states.ts";
import { RfeIds } from "#app/rfe-id.ts";
import { SessionQueue } from "#app/session-queue.ts";
import { requireUser } from "./auth.ts";
import type { HttpDeps, Server } from "./deps.ts";
import { capBody, checkHost, frame, notModified, refuseWhileDraining, requireJson } from "./guards.ts";
import { idempotent } from "./idempotency.ts";
import { answerError, answerMethod, answerNotFound } from "./problem-response.ts";
import { newRoutes } from "./route.ts";
import { projectRoutes } from "./routes/projects.ts";
import { rfeRoutes } from "./routes/rfes.ts";
import { sessionRoutes } from "./routes/sessions.ts";

const openServer = (deps: HttpDeps): Server => ({
  ...deps,
  boards: new Boards(deps),
  queue: new SessionQueue(deps.stores.sessions, deps.settings.maxSessions, deps.now),
  repoStates: new RepoStates(deps.git, deps.now),
  rfeIds: new RfeIds(deps.stores, deps.now),
});

/** The routes of people's clients; their types are what `http/client.ts` is made of. */
const apiRoutes = (server: Server) =>
  newRoutes().route("/", projectRoutes(server)).route("/", rfeRoutes(server)).route("/", sessionRoutes(server));

export type Api = ReturnType<typeof apiRoutes>;

/** The whole HTTP surface. Whoever calls this listens. */
export function createApp(deps: HttpDeps) {
  const server = openServer(deps);
  const app = newRoutes();
  app.onError(answerError(deps.log));
  app.notFound(answerNotFound);
  app.use(frame, checkHost(deps));
  app.use(methodNotAllowed({ app, onMethodNotAllowed: answerMethod }));
  app.use("/api/*", refuseWhileDraining(deps), capBody, requireJson);
  app.use("/api/*", requireUser(deps.access), notModified, idempotent(deps.idempotency));
  app.route("/", apiRoutes(server));
  return app;
}
