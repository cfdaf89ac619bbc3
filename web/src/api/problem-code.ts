import type { ProblemCode } from "#domain/problem.ts";
import { ApiProblem } from "./problem.ts";

/** Whether an error is one of these problems of the catalogue. */
export const isProblemCode = (error: unknown, ...codes: ProblemCode[]): error is ApiProblem =>
  error instanceof ApiProblem && codes.some((code) => code === error.code);
