import { Problem } from "./problem.ts";

const PROTECTED = new Set(["main", "master", "develop", "trunk", "production"]);
const GIT_NAMES = new Set(["head", "fetch_head", "orig_head", "merge_head", "cherry_pick_head", "stash"]);
const WINDOWS_NAMES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
const SHAPE = /^[A-Za-z0-9][A-Za-z0-9._/-]*$/;

const quoted = (name: string): string => `"${name.slice(0, 80)}"`;

/** What is wrong with the shape of a name, or undefined. Stricter than git, which allows $(x), HEAD and look-alikes. */
function shapeFault(name: string): string | undefined {
  if (name.trim() === "") return "it is blank";
  if (new TextEncoder().encode(name).length > 200) return "it is longer than 200 bytes";
  if (name.startsWith("-")) return "it starts with a hyphen";
  if (!SHAPE.test(name))
    return "only letters, digits and . _ / - are allowed, and it must start with a letter or digit";
  if (name.includes("//") || name.includes("..")) return "it has two slashes or two dots in a row";
  if (name.endsWith("/") || name.endsWith(".")) return "it ends with a slash or a dot";
  if (/^(refs|heads|tags|remotes|origin)\//i.test(name))
    return "give the plain name, without refs/, heads/ or origin/ in front";
  if (/^([0-9a-f]{40}|[0-9a-f]{64})$/i.test(name)) return "it looks like a commit SHA";
  if (GIT_NAMES.has(name.toLowerCase())) return "git itself uses this name";
  const faulty = name
    .split("/")
    .find(
      (part) =>
        part.startsWith(".") ||
        part.startsWith("-") ||
        part.toLowerCase().endsWith(".lock") ||
        WINDOWS_NAMES.test(part),
    );
  return faulty === undefined ? undefined : `its part ${quoted(faulty)} is not allowed`;
}

/** Whether nothing may be pushed to a branch: well-known names, and the given base and default branches. */
export function isProtectedBranch(name: string, bases: readonly string[] = []): boolean {
  const folded = name.toLowerCase();
  const last = folded.split("/").at(-1) ?? folded;
  return (
    PROTECTED.has(folded) ||
    PROTECTED.has(last) ||
    folded.startsWith("release") ||
    bases.some((base) => base.toLowerCase() === folded)
  );
}

/** The rule for feature branches. undefined = fine; else the Problem to throw or to collect. */
export function branchNameProblem(name: string, bases: readonly string[] = []): Problem | undefined {
  const fault = shapeFault(name);
  if (fault !== undefined)
    return new Problem("invalid-branch-name", {
      sentence: `${quoted(name)} cannot be used as a branch name: ${fault}.`,
    });
  if (isProtectedBranch(name, bases))
    return new Problem("branch-protected", {
      sentence: bases.some((base) => base.toLowerCase() === name.toLowerCase())
        ? `The branch ${quoted(name)} is the base branch of a repository here; the feature branch needs a name of its own.`
        : `The branch ${quoted(name)} is protected; the feature branch needs a name of its own.`,
    });
  return undefined;
}

const STOP_WORDS = new Set(
  "a an the of for and or to with in on at by from as is are be our your their its into via using".split(" "),
);
const VERBS = new Set("add implement create build support enable introduce provide allow make".split(" "));
const GENERIC = new Set(
  "system feature service support module platform functionality capability component application app tool".split(" "),
);

/** A branch name from a title: "User Authentication System" → "ambient-user-authentication". Always passes the rule. */
export function suggestBranchName(title: string): string {
  const all = title
    .normalize("NFKD")
    .replace(/[\u0300-\u036f'’]/g, "")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  const strong = all.filter((word) => !STOP_WORDS.has(word));
  const noVerb = strong.length > 1 && VERBS.has(strong[0] ?? "") ? strong.slice(1) : strong;
  const last = noVerb.findLastIndex((word) => !GENERIC.has(word));
  const named = last === -1 ? noVerb : noVerb.slice(0, last + 1);
  const name = ["ambient", ...named.slice(0, 3)].join("-").slice(0, 60).replace(/-+$/, "");
  return named.length === 0 ? "ambient-rfe" : name;
}
