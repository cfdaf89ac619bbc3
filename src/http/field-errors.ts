import type { core } from "zod";
import { type FieldError, Problem } from "#domain/problem.ts";

/** Fields of the earlier vTeam API, and what takes their place. */
const replaced: Record<string, string> = {
  autoPushOnComplete: "set output.autoCommit on each repository that is to be pushed",
  llmSettings: "send the model's name in model",
  labels: "labels follow from metadata.rfeWorkflow and metadata.rfePhase",
  botAccount: "commits are made by vTeam Bot",
  resourceOverrides: "resources are set by whoever runs the server",
  environmentVariables: "put secrets into the project's secrets; nothing else reaches the agent's environment",
};

const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

function unknownField(path: readonly PropertyKey[], key: string): FieldError {
  const hint = Object.hasOwn(replaced, key) ? `; ${replaced[key]}` : "";
  return {
    pointer: pointerOf([...path, key]),
    code: "unknown-field",
    message: `There is no field ${key.slice(0, 80)} here${hint}.`,
  };
}

function fieldErrors(issue: core.$ZodIssue, base: readonly PropertyKey[]): FieldError[] {
  const path = [...base, ...issue.path];
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownField(path, key));
  const expected = "expected" in issue ? { expected: String(issue.expected) } : {};
  const isMissing = issue.code === "invalid_type" && issue.message.endsWith("received undefined");
  const message = isMissing ? "This field is required." : issue.message;
  const code = isMissing ? "required" : issue.code.replaceAll("_", "-");
  return [{ pointer: pointerOf(path), code, message, ...expected }];
}

/** All faults of a request as one problem. `where` is query, param or json; only the body is addressed by bare pointers. */
export function fieldProblem(where: string, issues: readonly core.$ZodIssue[]): Problem {
  const base = where === "json" ? [] : [where];
  const errors = issues.flatMap((issue) => fieldErrors(issue, base));
  const list = errors.slice(0, 5).map(({ pointer, message }) => `${pointer || "the body"}: ${message}`);
  const rest = errors.length > 5 ? ` And ${errors.length - 5} more.` : "";
  return new Problem("invalid-fields", { sentence: `${list.join(" ")}${rest}`, errors });
}
