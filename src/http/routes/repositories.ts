import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { createRepository, deleteRepository, listRepositories } from "#app/repositories.ts";
import type { Server } from "#http/deps.ts";
import { answers, jsonBody, newRoutes, ProjectParam } from "#http/route.ts";
import type { HostedRepository } from "#ports/local-git-host.ts";

const RepositoryView = z
  .object({
    name: z.string(),
    url: z.string(),
    defaultBranch: z.string(),
    sizeBytes: z.int(),
    pushedAt: z.string().nullable(),
  })
  .openapi("Repository");
const NewRepository = z.strictObject({
  name: z.string().min(1).max(100),
  defaultBranch: z.string().min(1).max(244).default("main"),
});
const RepositoryParam = ProjectParam.extend({ repo: z.string() });

const tags = ["Repositories"];
const all = "/api/projects/{project}/repositories" as const;

const list = createRoute({
  method: "get",
  path: all,
  tags,
  summary: "List the repositories that this server hosts for the project",
  request: { params: ProjectParam },
  responses: { 200: answers("By name", z.object({ items: z.array(RepositoryView) })) },
});
const create = createRoute({
  method: "post",
  path: all,
  tags,
  summary: "Create an empty bare repository on this server",
  request: { params: ProjectParam, body: jsonBody(NewRepository) },
  responses: { 201: answers("The repository; clone and push with the access token as password", RepositoryView) },
});
const remove = createRoute({
  method: "delete",
  path: `${all}/{repo}`,
  tags,
  summary: "Delete a repository of this server",
  request: { params: RepositoryParam },
  responses: { 204: { description: "It is gone" } },
});

export function repositoryRoutes(server: Server) {
  const view = ({ project, ...repository }: HostedRepository) => ({
    ...repository,
    url: `${server.origin()}/git/${project}/${repository.name}.git`,
  });
  return newRoutes()
    .openapi(list, async (c) => {
      const items = await listRepositories(server, c.var.actor, c.req.valid("param").project);
      return c.json({ items: items.map(view) }, 200);
    })
    .openapi(create, async (c) => {
      const { project } = c.req.valid("param");
      const made = await createRepository(server, c.var.actor, project, c.req.valid("json"));
      return c.json(view(made), 201, { Location: `/api/projects/${project}/repositories/${made.name}` });
    })
    .openapi(remove, async (c) => {
      const { project, repo } = c.req.valid("param");
      await deleteRepository(server, c.var.actor, project, repo);
      return c.body(null, 204);
    });
}
