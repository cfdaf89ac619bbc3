import * as z from "zod";

/** What a repository is written in and how its tests are run, judged by its files. */
export interface Stack {
  language: "javascript" | "typescript" | "python" | "go" | "unknown";
  name: string;
  testCommand: string | undefined;
  /** How JavaScript modules in it end so that they may use import. */
  moduleSuffix: ".js" | ".mjs";
  dependencies: string[];
}

/** A repository as a quick look shows it. */
export interface Survey {
  directory: string;
  name: string;
  files: string[];
  /** The first lines of its README; empty without one. */
  readme: string;
  stack: Stack;
}

const unknown: Stack = {
  language: "unknown",
  name: "not recognised",
  testCommand: undefined,
  moduleSuffix: ".mjs",
  dependencies: [],
};

const PackageJson = z.object({
  type: z.string().optional(),
  scripts: z.record(z.string(), z.string()).default({}),
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
  engines: z.object({ node: z.string().optional() }).default({}),
});

/** A manifest that cannot be read says nothing. */
function parsePackageJson(text: string): z.infer<typeof PackageJson> {
  try {
    return PackageJson.parse(JSON.parse(text));
  } catch {
    return PackageJson.parse({}); // broken JSON, or a shape npm would refuse too
  }
}

function nodeStack(files: readonly string[], manifest: string): Stack {
  const { type, scripts, dependencies, devDependencies, engines } = parsePackageJson(manifest);
  const isTyped = files.includes("tsconfig.json") || Object.hasOwn(devDependencies, "typescript");
  return {
    language: isTyped ? "typescript" : "javascript",
    name: `${isTyped ? "TypeScript" : "JavaScript"} on Node.js ${engines.node ?? ""}`.trim(),
    testCommand: Object.hasOwn(scripts, "test") ? "npm test" : "node --test",
    moduleSuffix: type === "module" ? ".js" : ".mjs",
    dependencies: Object.keys(dependencies),
  };
}

/** `manifest` is the text of package.json, pyproject.toml or go.mod, whichever the repository has. */
export function detectStack(files: readonly string[], manifest: string): Stack {
  if (files.includes("package.json")) return nodeStack(files, manifest);
  if (files.includes("go.mod")) {
    const version = /^go (\S+)/m.exec(manifest)?.[1] ?? "";
    return { ...unknown, language: "go", name: `Go ${version}`.trim(), testCommand: "go test ./..." };
  }
  if (files.includes("pyproject.toml") || files.includes("setup.py") || files.includes("requirements.txt")) {
    return { ...unknown, language: "python", name: "Python 3", testCommand: "python3 -m unittest discover -s tests" };
  }
  return unknown;
}
