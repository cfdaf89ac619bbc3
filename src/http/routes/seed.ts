import { createRoute } from "@hono/zod-openapi";
import type { Context } from "hono";
import * as z from "zod";
import { waitForOperation } from "#app/operations.ts";
import { startSeed } from "#app/rfe-seed.ts";
import { loadRfe } from "#app/rfes.ts";
import { checkSeeding } from "#app/seed-check.ts";
import { previewSeed } from "#app/seed-preview.ts";
import { type Operation, OperationState, SeedRequest, SeedSources } from "#domain/operation.ts";
import { Problem, type ProblemCode, problems } from "#domain/problem.ts";
import type { Server } from "#http/deps.ts";
import { answers, newRoutes, RfeParam } from "#http/route.ts";

const State = z.enum(["seeded", "partial", "absent", "unknown"]);
const SeedCheck = z
  .object({
    isSeeded: z.boolean(),
    specRepo: z.object({
      isSeeded: z.boolean(),
      details: z.object({
        claudeExists: z.boolean(),
        claudeCommandsExists: z.boolean(),
        claudeAgentsExists: z.boolean(),
        specifyExists: z.boolean(),
      }),
      state: State,
      error: z.string().optional(),
    }),
    supportingRepos: z.array(
      z.object({ repoURL: z.string(), branchExists: z.boolean(), state: State, error: z.string().optional() }),
    ),
    state: State,
    error: z.string().optional(),
    checkedAt: z.string(),
    head: z.string().nullable(),
    operation: z.object({ id: z.string(), state: OperationState }).optional(),
  })
  .openapi("SeedCheck");
const SeedAnswer = z
  .object({
    status: z.enum(["completed", "running"]),
    message: z.string(),
    branchName: z.string(),
    branchExisted: z.boolean(),
    operationId: z.string(),
    commitSha: z.string().nullable(),
    upToDate: z.boolean(),
  })
  .openapi("SeedAnswer");
const Preview = z.object({
  files: z.array(
    z.object({
      path: z.string(),
      action: z.enum(["add", "replace", "remove", "keep", "same", "conflict"]),
      ...{ message: z.string().optional(), added: z.int().optional(), removed: z.int().optional() },
      ...{ patch: z.string().optional(), truncated: z.boolean().optional() },
    }),
  ),
  branches: z.array(z.object({ url: z.string(), branch: z.string(), action: z.enum(["create", "use"]) })),
  problems: z.array(z.looseObject({ type: z.string(), error: z.string() })),
  sources: SeedSources,
  previous: SeedSources,
  warnings: z.array(z.string()),
});

const tags = ["Seeding"];
const base = "/api/projects/{project}/rfe-workflows/{id}" as const;
const body = { content: { "application/json": { schema: SeedRequest } } };

const check = createRoute({
  method: "get",
  path: `${base}/check-seeding`,
  tags,
  summary: "Is the feature branch seeded? (guide, phase 2)",
  request: { params: RfeParam },
  responses: { 200: answers("What the repositories say just now", SeedCheck) },
});
const seed = createRoute({
  method: "post",
  path: `${base}/seed`,
  tags,
  summary: "Seed the repositories (guide, phase 3); with Prefer: respond-async without waiting",
  request: { params: RfeParam, body },
  responses: {
    200: answers("Seeded", SeedAnswer),
    202: answers("It goes on without you; Location names the operation", SeedAnswer),
  },
});
const preview = createRoute({
  method: "post",
  path: `${base}/seed/preview`,
  tags,
  summary: "What seeding would do; pushes nothing",
  request: { params: RfeParam, body },
  responses: { 200: answers("File by file", Preview) },
});

/** How long a request waits for its seeding before it answers 202. */
const WAIT_MS = 25_000;

function patience(server: Server, c: Context): AbortSignal {
  const isAsync = /(^|[\s,;])respond-async($|[\s,;])/i.test(c.req.header("prefer") ?? "");
  if (isAsync) return AbortSignal.abort();
  return AbortSignal.any([c.req.raw.signal, server.draining, AbortSignal.timeout(WAIT_MS)]);
}

const isCode = (code: string): code is ProblemCode => Object.hasOwn(problems, code);

/** The problem that ended a seeding, told as if it had happened in this request. */
function storedProblem({ metadata, status }: Operation): Problem {
  const operationId = metadata.name;
  if (status.error === null)
    return new Problem("operation-cancelled", { sentence: `${operationId} was cancelled.`, facts: { operationId } });
  const { type, title: _title, status: _status, error, detail: _detail, remedy: _remedy, ...facts } = status.error;
  const code = type.replace("/problems/", "");
  return new Problem(isCode(code) ? code : "internal", { sentence: error, facts: { ...facts, operationId } });
}

function seedAnswer({ metadata, status }: Operation, branchName: string): z.infer<typeof SeedAnswer> {
  const operationId = metadata.name;
  if (status.result === null) {
    const branchExisted = status.branchExisted ?? false;
    const message = `Seeding is running; ask for ${operationId} to follow it.`;
    return { status: "running", message, branchName, branchExisted, operationId, commitSha: null, upToDate: false };
  }
  const { message, branchExisted, commitSha, upToDate } = status.result;
  return { status: "completed", message, branchName, branchExisted, operationId, commitSha, upToDate };
}

export const seedRoutes = (server: Server) =>
  newRoutes()
    .openapi(check, async (c) => {
      return c.json(await checkSeeding(server, c.var.actor, c.req.valid("param"), c.req.raw.signal), 200);
    })
    .openapi(seed, async (c) => {
      const { project, id } = c.req.valid("param");
      const started = await startSeed(server, c.var.actor, { project, id, request: c.req.valid("json") });
      const operation = await waitForOperation(server, started, patience(server, c));
      const { state } = operation.status;
      if (state === "failed" || state === "cancelled") throw storedProblem(operation);
      const answer = seedAnswer(operation, (await loadRfe(server, project, id)).spec.branchName);
      const location = `/api/projects/${project}/operations/${operation.metadata.name}`;
      return state === "succeeded" ? c.json(answer, 200) : c.json(answer, 202, { Location: location });
    })
    .openapi(preview, async (c) => {
      const input = { ...c.req.valid("param"), request: c.req.valid("json") };
      return c.json(await previewSeed(server, c.var.actor, input, c.req.raw.signal), 200);
    });
