import { methodNotAllowed } from "hono/method-not-allowed";
import { Boards } from "#app/boards.ts";
import { RepoStates } from "#app/repo-states.ts";
import { RfeIds } from "#app/rfe-id.ts";
import { SeedStatuses } from "#app/seed-check.ts";
import { SessionQueue } from "#app/session-queue.ts";
import { requireUser } from "./auth.ts";
import type { HttpDeps, Server } from "./deps.ts";
import { EventStreams } from "./event-stream.ts";
import { capBody, checkHost, frame, notModified, refuseWhileDraining, requireJson } from "./guards.ts";
import { idempotent } from "./idempotency.ts";
import { Metrics } from "./metrics.ts";
import { apiDocument } from "./openapi.ts";
import { page } from "./page.ts";
import { answerError, answerMethod, answerNotFound } from "./problem-response.ts";
import { ProjectFeeds } from "./project-feed.ts";
import { referencePage } from "./reference-page.ts";
import { newRoutes } from "./route.ts";
import { eventRoutes } from "./routes/events.ts";
import { gitRoutes } from "./routes/git.ts";
import { operationRoutes } from "./routes/operations.ts";
import { pageRoutes } from "./routes/pages.ts";
import { projectRoutes } from "./routes/projects.ts";
import { repoRoutes } from "./routes/repo.ts";
import { repositoryRoutes } from "./routes/repositories.ts";
import { rfeFileRoutes } from "./routes/rfe-files.ts";
import { rfeHistoryRoutes } from "./routes/rfe-history.ts";
import { rfeTaskRoutes } from "./routes/rfe-tasks.ts";
import { rfeRoutes } from "./routes/rfes.ts";
import { runRoutes } from "./routes/runs.ts";
import { secretRoutes } from "./routes/secrets.ts";
import { seedRoutes } from "./routes/seed.ts";
import { meRoutes, publicRoutes } from "./routes/service.ts";
import { sessionActionRoutes } from "./routes/session-actions.ts";
import { sessionRoutes } from "./routes/sessions.ts";
import { webRoutes } from "./routes/web.ts";
import { SessionHubs } from "./session-hub.ts";

function openServer(deps: HttpDeps): Server {
  const streams = new EventStreams();
  deps.draining.addEventListener("abort", () => streams.closeAll(), { once: true });
  return {
    ...deps,
    streams,
    boards: new Boards(deps),
    queue: new SessionQueue(deps.stores.sessions, deps.settings.maxSessions, deps.draining),
    repoStates: new RepoStates(deps.git, deps.now),
    rfeIds: new RfeIds(deps.stores, deps.now),
    seedStatuses: new SeedStatuses(),
    hubs: new SessionHubs(deps.events),
    feeds: new ProjectFeeds(deps),
  };
}

/** The routes of people's clients; their types are what `http/client.ts` is made of. */
const userRoutes = (server: Server) =>
  newRoutes()
    .route("/", meRoutes())
    .route("/", projectRoutes(server))
    .route("/", rfeRoutes(server))
    .route("/", seedRoutes(server))
    .route("/", operationRoutes(server))
    .route("/", rfeFileRoutes(server))
    .route("/", rfeHistoryRoutes(server))
    .route("/", rfeTaskRoutes(server))
    .route("/", sessionRoutes(server))
    .route("/", sessionActionRoutes(server))
    .route("/", eventRoutes(server))
    .route("/", secretRoutes(server))
    .route("/", repositoryRoutes(server))
    .route("/", repoRoutes(server));

export type Api = ReturnType<typeof userRoutes> & ReturnType<typeof publicRoutes>;

/** The whole HTTP surface. Whoever calls this listens. */
export function createApp(deps: HttpDeps) {
  const server = openServer(deps);
  const metrics = new Metrics(server);
  const open = publicRoutes(server);
  const runner = runRoutes(server);
  const user = userRoutes(server);
  const all = newRoutes().route("/", open).route("/", user).route("/", runner);
  const document = apiDocument(all, deps.version);

  const app = newRoutes();
  app.onError(answerError(deps.log));
  app.notFound(answerNotFound);
  app.use(frame, metrics.count, checkHost(deps));
  app.use(methodNotAllowed({ app, onMethodNotAllowed: answerMethod }));
  app.use("/api/*", refuseWhileDraining(deps), capBody, requireJson);
  app.route("/", open);
  app.get("/api/openapi.json", (c) => c.json(document));
  app.get("/api/reference", (c) => page(c, "API reference · vteam", referencePage(document)));
  app.route("/", webRoutes(server));
  app.route("/", pageRoutes(server));
  app.route("/", gitRoutes(server));
  app.route("/", runner);
  app.use("/metrics", requireUser(deps.access));
  app.get("/metrics", async (c) => {
    const { body, type } = await metrics.text();
    return c.body(body, 200, { "Content-Type": type });
  });
  app.use("/api/*", requireUser(deps.access), notModified, idempotent(deps.idempotency));
  app.route("/", user);
  return app;
}
