import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { generated } from "../scripts/generate.ts";

const tracked = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { encoding: "utf8" })
  .split("\n")
  .filter((path) => path !== "");
const sources = tracked.filter((path) => /^(src|web\/src|bench|scripts|test)\/.*\.tsx?$/.test(path));
const product = sources.filter((path) => /^(web\/)?src\//.test(path) && !/\.test\.tsx?$/.test(path));
const read = (path: string): string => readFileSync(path, "utf8");

/** What each place may import. A layer is the first folder below src; an adapter is a place of its own. */
const allowed: Record<string, readonly string[]> = {
  domain: ["domain"],
  ports: ["ports", "domain"],
  app: ["app", "domain", "ports"],
  controller: ["controller", "domain", "ports", "app"],
  http: ["http", "domain", "ports", "app"],
  runner: ["runner", "domain", "ports", "http/client"],
  cli: ["cli", "domain", "http/client"],
  adapters: ["own adapter", "domain", "ports"],
  web: ["web", "domain", "types of http"],
  composition: ["everything"],
  main: ["everything"],
  config: ["domain"],
};

function placeOf(path: string): string {
  if (path.startsWith("web/")) return "web";
  const [, layer = "", adapter = ""] = path.replace(/\.ts$/, "").split("/");
  return layer === "adapters" ? `adapters/${adapter}` : layer;
}

interface Import {
  specifier: string;
  /** Gone once the types are stripped. */
  isType: boolean;
}

function importsOf(path: string): Import[] {
  const found = read(path).matchAll(/(?:((?:import|export) type\s[^;"]*?)?from|import)\s*\(?\s*"([^"]+)"/g);
  return [...found].map(([, type, specifier = ""]) => ({ specifier, isType: type !== undefined }));
}

/** The path below the repository that an import names, or undefined for a library. */
function target(from: string, specifier: string): string | undefined {
  if (specifier.startsWith("#test/")) return `test/${specifier.slice(6)}`;
  if (specifier.startsWith("#web/")) return `web/src/${specifier.slice(5)}`;
  if (specifier.startsWith("#")) return `src/${specifier.slice(1)}`;
  if (!specifier.startsWith(".")) return undefined;
  return new URL(specifier, `file:///${from}`).pathname.slice(1);
}

function isAllowed(from: string, to: string, isType = false): boolean {
  const [here, there] = [placeOf(from), placeOf(to)];
  const rules = allowed[here.split("/")[0] ?? ""] ?? [];
  if (rules.includes("everything")) return true;
  if (here.startsWith("adapters/") && there.startsWith("adapters/")) return here === there;
  if (rules.includes("types of http") && isType && there === "http") return true;
  if (rules.includes("http/client") && /^src\/http\/client(\.|-|\/)/.test(to)) return true;
  return rules.includes(there);
}

describe("the dependency rule", () => {
  const edges = product.flatMap((from) =>
    importsOf(from).flatMap(({ specifier, isType }) => {
      const to = target(from, specifier);
      return to === undefined ? [] : [{ from, to, isType }];
    }),
  );

  it("was checked on the whole product", () => {
    expect(product.length).toBeGreaterThan(50);
    expect(edges.length).toBeGreaterThan(100);
  });

  it("holds for every import", () => {
    const broken = edges
      .filter(({ from, to, isType }) => !isAllowed(from, to, isType))
      .map(({ from, to }) => `${from} → ${to}`);

    expect(broken).toEqual([]);
  });

  it("would be seen to break", () => {
    expect(isAllowed("src/domain/x.ts", "src/ports/y.ts")).toBe(false);
    expect(isAllowed("src/adapters/git/x.ts", "src/adapters/sqlite/y.ts")).toBe(false);
    expect(isAllowed("src/cli/x.ts", "src/app/y.ts")).toBe(false);
    expect(isAllowed("web/src/x.tsx", "src/http/app.ts")).toBe(false);
    expect(isAllowed("web/src/x.tsx", "src/app/y.ts", true)).toBe(false);
    expect(isAllowed("src/http/x.ts", "web/src/y.ts")).toBe(false);
  });

  it("tells types from what runs, in imports of several lines, too", () => {
    const here = importsOf("web/src/api/client.ts").filter(({ specifier }) => specifier.startsWith("#http/"));

    expect(here).toEqual([{ specifier: "#http/app.ts", isType: true }]);
  });

  it("sends nothing of the server to the browser: neither node: nor a library that only the server has", () => {
    const { dependencies } = JSON.parse(read("package.json")) as { dependencies: Record<string, string> };
    const shared = new Set(["zod", "hono", "eventsource-parser"]);
    const servers = Object.keys(dependencies).filter((name) => !shared.has(name));
    const broken = product
      .filter((path) => path.startsWith("web/"))
      .flatMap((path) => importsOf(path).map(({ specifier }) => ({ path, specifier })))
      .filter(({ specifier }) => specifier.startsWith("node:") || servers.some((name) => specifier.startsWith(name)));

    expect(broken).toEqual([]);
  });

  it("lets nothing import main.ts or climb with ../", () => {
    expect(edges.filter(({ to }) => to === "src/main.ts")).toEqual([]);
    expect(product.filter((path) => importsOf(path).some(({ specifier }) => specifier.startsWith("../")))).toEqual([]);
  });

  it("keeps the domain free of every library but zod", () => {
    const libraries = product
      .filter((path) => path.startsWith("src/domain/"))
      .flatMap((path) => importsOf(path).map(({ specifier }) => specifier))
      .filter((specifier) => target("src/domain/x.ts", specifier) === undefined);

    expect(new Set(libraries)).toEqual(new Set(["zod"]));
  });

  it("starts git in one place only", () => {
    const spawns = product.filter((path) => /spawn\w*\(\s*"git"|execFile\w*\(\s*"git"/.test(read(path)));

    expect(spawns).toEqual(["src/adapters/git/git-command.ts"]);
  });

  it("reads the environment in config.ts only", () => {
    expect(product.filter((path) => !path.startsWith("src/cli/sample/") && /process\.env/.test(read(path)))).toEqual([
      "src/config.ts",
    ]);
  });
});

describe("sizes and names", () => {
  it("keeps every source file within 250 lines, main.ts and routes within 150, ports within 130, tests within 400", () => {
    const limit = (path: string): number => {
      if (!product.includes(path)) return 400;
      if (path === "src/main.ts" || path.startsWith("src/http/routes/")) return 150;
      return path === "src/config.ts" ? 120 : 250;
    };
    const long = sources.filter((path) => read(path).trimEnd().split("\n").length > limit(path));

    expect(long).toEqual([]);
  });

  it("uses kebab-case nouns and none of the names that say nothing", () => {
    // The pages of the web UI are named after their addresses.
    const named = sources.filter((path) => !path.startsWith("web/src/routes/"));
    const names = named.map(
      (path) =>
        path
          .split("/")
          .at(-1)
          ?.replace(/(\.test|\.contract)?\.tsx?$/, "") ?? "",
    );

    expect(names.filter((name) => !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))).toEqual([]);
    expect(names.filter((name) => /^(utils?|common|shared|misc|helpers?|.*-(manager|service))$/.test(name))).toEqual(
      [],
    );
  });
});

describe("the lockfile", () => {
  const lock = JSON.parse(read("package-lock.json")) as {
    packages: Record<string, { optionalDependencies?: Record<string, string>; hasInstallScript?: boolean }>;
  };
  const entries = Object.entries(lock.packages);

  it("has an entry for every optional dependency of every platform", () => {
    const names = new Set(entries.map(([path]) => path.split("node_modules/").at(-1)));
    const missing = entries
      .flatMap(([, entry]) => Object.keys(entry.optionalDependencies ?? {}))
      .filter((name) => !names.has(name));

    expect(entries.length).toBeGreaterThan(100);
    expect(missing).toEqual([]);
  });

  it("has no package with an install script, and no address of a registry", () => {
    expect(entries.filter(([, entry]) => entry.hasInstallScript).map(([path]) => path)).toEqual([]);
    expect(read("package-lock.json")).not.toMatch(/"resolved": "http/);
  });

  it("is pinned: package.json names exact versions only", () => {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read("package.json")) as Record<
      string,
      Record<string, string>
    >;
    const versions = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });

    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });
});

describe("generated files", () => {
  it("equal what npm run generate writes", async () => {
    const files = await generated();

    expect(files.size).toBeGreaterThanOrEqual(4);
    for (const [path, content] of files) expect(read(path), `${path}: run npm run generate`).toBe(content);
  });
});
