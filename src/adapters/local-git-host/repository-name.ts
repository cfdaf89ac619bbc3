import { join } from "node:path";
import { Problem } from "#domain/problem.ts";
import { ProjectName } from "#domain/project-name.ts";

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

const isRepositoryName = (name: string): boolean =>
  NAME.test(name) && !name.includes("..") && !/\.(git|lock)$|\.$/i.test(name);

/** Where a repository lies; undefined for names that none can have, so that no text becomes a path by accident. */
export function repositoryDirectory(root: string, project: string, name: string): string | undefined {
  if (!ProjectName.safeParse(project).success || !isRepositoryName(name)) return undefined;
  return join(root, project, `${name}.git`);
}

/** The same for a repository that is to be made. */
export function newRepositoryDirectory(root: string, project: string, name: string): string {
  const directory = repositoryDirectory(root, project, name);
  if (directory !== undefined) return directory;
  const message =
    "Use 1 to 100 letters, digits, dots, hyphens and underscores, starting with a letter or digit; leave .git out.";
  throw new Problem("invalid-fields", {
    sentence: "A repository cannot have this name.",
    errors: [{ pointer: "/name", code: "invalid-name", message }],
  });
}
