import { afterAll, it } from "vitest";

/** Promises that an adapter cannot keep, each with the reason; they are printed as skipped. */
export interface ContractOptions {
  skip?: readonly { reason: string; tests: readonly string[] }[];
}

/** Defines the tests of a contract suite, except those that the adapter names. */
export function contractTests({ skip = [] }: ContractOptions = {}) {
  const titles = new Set<string>();
  afterAll(() => {
    const unknown = skip.flatMap(({ tests }) => tests).filter((title) => !titles.has(title));
    if (unknown.length > 0) throw new Error(`These tests to skip do not exist: ${unknown.join("; ")}`);
  });
  return (title: string, run: () => Promise<void>, options: { timeout?: number } = {}): void => {
    titles.add(title);
    const reason = skip.find(({ tests }) => tests.includes(title))?.reason;
    if (reason === undefined) it(title, options, run);
    else it.skip(`${title} (${reason})`, run);
  };
}
