import * as z from "zod";
import { ObjectMeta } from "./object-meta.ts";
import { ProjectDefaults } from "./project-defaults.ts";

/** A DNS label, because in a cluster a project is a namespace. */
export const ProjectName = z
  .string()
  .regex(
    /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
    "Use 1 to 63 lower-case letters, digits and hyphens, starting and ending with a letter or digit.",
  );

const ProjectSpec = z.strictObject({
  displayName: z.string().max(120).default(""),
  description: z.string().max(2_000).default(""),
  defaults: ProjectDefaults.default({}),
});

export const Project = z.object({ metadata: ObjectMeta, spec: ProjectSpec });
export type Project = z.infer<typeof Project>;
