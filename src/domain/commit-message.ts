import type { RfePhase } from "./session.ts";

const MAX_SUBJECT = 72;
const MAX_TASK = 30;
const MAX_LISTED = 20;

export interface CommitFacts {
  session: string;
  phase: RfePhase | undefined;
  /** Of the RFE; undefined for a session of its own. */
  title: string | undefined;
  /** What the session was asked. */
  prompt: string;
  changed: readonly { path: string; status: string }[];
}

/** A conventional commit message that says what was done, not that something was. */
export function commitMessage(facts: CommitFacts): string {
  const files = facts.changed.slice(0, MAX_LISTED).map(({ path, status }) => `- ${verb(status)} ${path}`);
  const rest = facts.changed.length - files.length;
  const body = [...files, ...(rest > 0 ? [`- and ${rest} more`] : [])];
  return [shorten(subject(facts)), "", ...body, "", `Session: ${facts.session}`, ""].join("\n");
}

function subject({ phase, title, prompt, changed }: CommitFacts): string {
  const feature = title === undefined ? undefined : inSentence(title);
  switch (phase) {
    case "specify":
      return `feat: add ${feature ?? "feature"} specification`;
    case "plan":
      return `feat: add implementation plan for ${feature ?? "the feature"}`;
    case "tasks":
      return `feat: add task breakdown for ${feature ?? "the feature"}`;
    case "implement":
      return `feat: implement ${implemented(prompt, changed)}${feature === undefined ? "" : ` for ${feature}`}`;
    case "review":
      return `docs: add review of ${feature ?? "the implementation"}`;
    default:
      return `chore: update ${mainFiles(changed)}`;
  }
}

/** The task a prompt names, else the files. */
function implemented(prompt: string, changed: CommitFacts["changed"]): string {
  const task = /^implement (?:task \d+|T\d{3,}):\s*(.+?)\s+from specs\//is.exec(prompt.trim())?.[1];
  if (task === undefined) return mainFiles(changed);
  const name = inSentence(task.replaceAll("`", ""));
  // "Database schema: create users, sessions and …" is named well by its first words.
  return name.length <= MAX_TASK ? name : (/^(.{8,}?)(?::| - | in |, )/.exec(name)?.[1] ?? name);
}

/** Code says more than what surrounds it, so it is named first. */
function mainFiles(changed: CommitFacts["changed"]): string {
  const weight = (path: string): number => (/(^|\/)(tests?|specs)\/|\.test\.|_test\.|\.md$|\.json$/.test(path) ? 1 : 0);
  const [first, ...others] = changed.map(({ path }) => path).sort((a, b) => weight(a) - weight(b));
  if (first === undefined) return "files";
  const name = first.split("/").at(-1) ?? first;
  if (others.length === 0) return name;
  return `${name} and ${others.length} more ${others.length === 1 ? "file" : "files"}`;
}

/** "User Authentication System" → "user authentication system"; names such as OAuth2 or API stay. */
const inSentence = (title: string): string =>
  title
    .trim()
    .replaceAll(/\s+/g, " ")
    .replace(/[.!?]+$/, "")
    .split(" ")
    .map((word) => (/^[A-Z][a-z-]*$/.test(word) ? word.toLowerCase() : word))
    .join(" ");

/** Git's own letters, and words. */
function verb(status: string): string {
  const letter = status.charAt(0).toUpperCase();
  if (letter === "A") return "Add";
  if (letter === "D") return "Remove";
  return letter === "R" ? "Rename" : "Update";
}

function shorten(text: string): string {
  if (text.length <= MAX_SUBJECT) return text;
  const cut = text.slice(0, MAX_SUBJECT - 1);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), 40)).replace(/[\s,;:-]+$/, "")}…`;
}
