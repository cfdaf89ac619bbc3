import * as z from "zod";

/** A DNS label, because in a cluster a project is a namespace. */
export const ProjectName = z
  .string()
  .regex(
    /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/,
    "Use 1 to 63 lower-case letters, digits and hyphens, starting and ending with a letter or digit.",
  );
