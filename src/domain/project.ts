import * as z from "zod";
import { ObjectMeta } from "./object-meta.ts";
import { ProjectDefaults } from "./project-defaults.ts";

const ProjectSpec = z.strictObject({
  displayName: z.string().max(120).default(""),
  description: z.string().max(2_000).default(""),
  defaults: ProjectDefaults.default({}),
});

export const Project = z.object({ metadata: ObjectMeta, spec: ProjectSpec });
export type Project = z.infer<typeof Project>;
