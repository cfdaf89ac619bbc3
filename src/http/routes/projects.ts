import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { cursorOf } from "#app/page.ts";
import {
  createProject,
  deleteProject,
  getProject,
  listProjects,
  type SeenProject,
  updateProject,
} from "#app/projects.ts";
import { Can, canOf } from "#app/rfe-view.ts";
import { ProjectDefaults } from "#domain/project-defaults.ts";
import { ProjectName } from "#domain/project-name.ts";
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
} from "#http/route.ts";

export const ProjectView = z
  .object({
    name: z.string(),
    displayName: z.string(),
    description: z.string(),
    labels: z.record(z.string(), z.string()),
    annotations: z.record(z.string(), z.string()),
    creationTimestamp: z.string(),
    status: z.literal("Active"),
    isOpenShift: z.literal(false),
    createdBy: z.string(),
    defaults: ProjectDefaults,
    can: Can,
  })
  .openapi("Project");
export type ProjectView = z.infer<typeof ProjectView>;

const ListedProject = ProjectView.extend({
  rfes: z.int(),
  openSessions: z.int().openapi({ description: "Sessions that have not ended" }),
}).openapi("ListedProject");

const NewProject = z.strictObject({
  name: ProjectName,
  displayName: z.string().trim().max(120).optional(),
  description: z.string().max(2_000).optional(),
});
const ProjectChange = NewProject.omit({ name: true }).extend({ defaults: ProjectDefaults.optional() });

function projectView({ project, role }: SeenProject): ProjectView {
  const { metadata, spec } = project;
  return {
    name: metadata.name,
    displayName: spec.displayName,
    description: spec.description,
    labels: metadata.labels,
    annotations: {},
    creationTimestamp: metadata.createdAt,
    status: "Active",
    isOpenShift: false,
    createdBy: metadata.createdBy,
    defaults: spec.defaults,
    can: canOf(role),
  };
}

const versionOf = ({ project }: SeenProject) => ({ ETag: etagOf(project.metadata.resourceVersion) });
const tags = ["Projects"];
const path = "/api/projects/{project}" as const;

const list = createRoute({
  method: "get",
  path: "/api/projects",
  tags,
  summary: "List your projects",
  request: { query: PageQuery },
  responses: {
    200: answers("Projects, newest first", z.object({ items: z.array(ListedProject), nextCursor: NextCursor })),
  },
});
const create = createRoute({
  method: "post",
  path: "/api/projects",
  tags,
  summary: "Create a project",
  request: { body: jsonBody(NewProject) },
  responses: { 201: answers("The new project; you are its administrator", ProjectView) },
});
const get = createRoute({
  method: "get",
  path,
  tags,
  summary: "Read a project",
  request: { params: ProjectParam },
  responses: { 200: answers("The project", ProjectView) },
});
const update = createRoute({
  method: "put",
  path,
  tags,
  summary: "Change the words of a project, and what its seedings and sessions take when a request says nothing",
  request: { params: ProjectParam, body: jsonBody(ProjectChange) },
  responses: { 200: answers("The changed project", ProjectView) },
});
const remove = createRoute({
  method: "delete",
  path,
  tags,
  summary: "Delete a project with everything in it",
  request: { params: ProjectParam, query: z.object({ confirm: z.string().optional() }) },
  responses: { 204: { description: "It is gone; repositories on other hosts stay as they are" } },
});

export const projectRoutes = (server: Server) =>
  newRoutes()
    .openapi(list, async (c) => {
      const page = await listProjects(server, c.var.actor, pageRequest(c.req.valid("query")));
      const items = page.items.map((listed) => {
        const { rfes, openSessions } = listed;
        return { ...projectView(listed), rfes, openSessions };
      });
      return c.json({ items, nextCursor: cursorOf(page.next) }, 200);
    })
    .openapi(create, async (c) => {
      const seen = await createProject(server, c.var.actor, c.req.valid("json"));
      const location = `/api/projects/${seen.project.metadata.name}`;
      return c.json(projectView(seen), 201, { ...versionOf(seen), Location: location });
    })
    .openapi(get, async (c) => {
      const seen = await getProject(server, c.var.actor, c.req.valid("param").project);
      return c.json(projectView(seen), 200, versionOf(seen));
    })
    .openapi(update, async (c) => {
      const version = ifMatch(c.req.header("if-match"));
      const seen = await updateProject(server, c.var.actor, c.req.valid("param").project, c.req.valid("json"), version);
      return c.json(projectView(seen), 200, versionOf(seen));
    })
    .openapi(remove, async (c) => {
      await deleteProject(server, c.var.actor, c.req.valid("param").project, c.req.valid("query").confirm);
      return c.body(null, 204);
    });
