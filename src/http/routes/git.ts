import { openRepository } from "#app/repositories.ts";
import { Problem } from "#domain/problem.ts";
import { requireGitUser } from "#http/auth.ts";
import type { Server } from "#http/deps.ts";
import { newRoutes } from "#http/route.ts";

/** Whether a smart HTTP request belongs to a push. */
function isPush(rest: string, query: URLSearchParams): boolean {
  return rest === "git-receive-pack" || (rest === "info/refs" && query.get("service") === "git-receive-pack");
}

/** The local git host, for ordinary git clients. Its rights are those of the project. */
export function gitRoutes(server: Server) {
  const routes = newRoutes();
  routes.use("/git/*", requireGitUser(server.access));
  routes.on(["GET", "POST"], "/git/:project/:repo/:rest{.+}", async (c) => {
    const { project, repo, rest } = c.req.param();
    const name = repo.endsWith(".git") ? repo.slice(0, -".git".length) : repo;
    const write = isPush(rest, new URL(c.req.url).searchParams);
    if (write && server.draining.aborted)
      throw new Problem("starting", { sentence: "The server is shutting down and takes no new push." });
    const { user } = await openRepository(server, c.var.actor, { project, name, write });
    return server.gitHost.serve(c.req.raw, { project, name, rest, user });
  });
  return routes;
}
