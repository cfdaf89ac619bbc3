import type { ProblemDocument } from "#domain/problem.ts";
import { plainText } from "./plain-text.ts";
import type { Paint } from "./terminal.ts";

type Told = Partial<ProblemDocument> & Pick<ProblemDocument, "title">;

/** A problem as people read it: what happened, where exactly, what to do, and the id to quote. */
export function problemLines(problem: Told, paint: Paint): string[] {
  const said = plainText(problem.error ?? problem.detail ?? `${problem.title}.`);
  const errors = problem.errors ?? [];
  // The sentence of several faults holds them all; listed one by one they read better.
  const isRepeated = errors.every(({ message }) => said.includes(plainText(message)));
  const sentence = isRepeated && errors.length > 1 ? `${plainText(problem.title)}.` : said;
  const faults = (isRepeated && errors.length === 1 ? [] : errors).map(({ pointer, message }) => {
    const where = plainText(pointer).replace(/^\//, "");
    return `  ${where === "" ? "" : `${paint("bold", where)}: `}${plainText(message)}`;
  });
  const remedies = (problem.remedy ?? []).map(({ text }) => `${paint("cyan", "→")} ${plainText(text)}`);
  const { requestId } = problem;
  const id = typeof requestId === "string" ? [paint("dim", `request ${plainText(requestId)}`)] : [];
  return [`${paint("red", "✗")} ${sentence}`, ...faults, ...remedies, ...id];
}
