import { relative } from "node:path";
import type { Reporter, TestModule, TestSuite } from "vitest/node";

declare module "vitest" {
  interface TaskMeta {
    /** The one command that lets a suite run on a machine that lacks something. */
    enabledBy?: string;
  }
}

/** Names, after all the results, each suite that this machine cannot run, and what would change that. */
export class SkippedSuites implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const byCommand = new Map<string, TestSuite[]>();
    for (const suite of modules.flatMap(({ children }) => [...children.allSuites()])) {
      const { enabledBy } = suite.meta();
      if (enabledBy !== undefined && suite.state() === "skipped")
        byCommand.set(enabledBy, [...(byCommand.get(enabledBy) ?? []), suite]);
    }
    for (const [command, suites] of byCommand) {
      const count = suites.length === 1 ? "1 suite was" : `${suites.length} suites were`;
      const lines = suites.map(({ name, module }) => `    ${name} (${relative(".", module.moduleId)})`);
      console.log(
        [`\n  ${count} skipped. To run ${suites.length === 1 ? "it" : "them"}: ${command}`, ...lines, ""].join("\n"),
      );
    }
  }
}
