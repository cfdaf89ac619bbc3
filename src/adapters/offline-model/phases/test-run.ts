import { type Play, runCommand } from "#adapters/offline-model/play.ts";

/** What running a repository's tests showed. */
export interface TestRun {
  kind: "passed" | "failed" | "not-run";
  command: string;
  /** One sentence. */
  summary: string;
  /** The end of the output when something failed. */
  output: string;
}

const count = (output: string, word: string): string | undefined =>
  new RegExp(`^(?:#|ℹ) ${word} (\\d+)`, "m").exec(output)?.[1];

/** Runs the tests; a refused call and a failing test are told apart. */
export function* runTests(say: string, command: string): Play<TestRun> {
  const { text, isError } = yield* runCommand(say, command, "Run the tests");
  const output = text.trim().split("\n").slice(-30).join("\n");
  const [passed, failed] = [count(text, "pass"), count(text, "fail")];
  const numbers = passed === undefined ? "" : ` (${passed} passed, ${failed ?? "0"} failed)`;
  if (!isError) return { kind: "passed", command, summary: `\`${command}\` passes${numbers}`, output };
  if (/^Exit code \d+/m.test(text))
    return { kind: "failed", command, summary: `\`${command}\` fails${numbers}`, output };
  return { kind: "not-run", command, summary: `\`${command}\` could not be run here`, output };
}

export const testMark = (run: TestRun): string => (run.kind === "passed" ? "✓" : "✗");
