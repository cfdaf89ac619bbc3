import { basename, resolve } from "node:path";
import type { Conversation } from "./conversation.ts";

/** What a prompt says about the feature, as far as it says it. */
export interface FeatureFacts {
  request: string;
  title: string;
  description: string;
  branch: string | undefined;
  baseBranch: string | undefined;
  /** Relative to the specs repository: specs/<branch>. */
  directory: string | undefined;
  workingDirectory: string;
  /** What people call the repository in the working directory. */
  repository: string;
  /** Other repositories the agent may look at, absolute. */
  otherDirectories: string[];
  today: string;
}

const LABEL =
  /^[ \t]*(?:[-*][ \t]+)?\**(?:(Feature title|Feature|Title|RFE)|(Feature description|Description)|(Feature branch|Branch)|(Base branch))\**[ \t]*:\**[ \t]*/;

interface Labelled {
  title?: string;
  description?: string;
  branch?: string;
  baseBranch?: string;
}

/** The runner appends its lines to what a person wrote, so the last one counts; a description runs to the end. */
function readLabels(text: string): Labelled {
  const found: Labelled = {};
  const lines = text.split("\n");
  for (const [index, line] of lines.entries()) {
    const label = LABEL.exec(line);
    if (label === null) continue;
    const value = line.slice(label[0].length).trim();
    if (label[1] !== undefined) found.title = value;
    else if (label[3] !== undefined) found.branch = value.replace(/`/g, "");
    else if (label[4] !== undefined) found.baseBranch = value.replace(/`/g, "");
    else if (label[2] !== undefined) return { ...found, description: [value, ...lines.slice(index + 1)].join("\n") };
  }
  return found;
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** "Create a detailed specification for a user authentication system. …" → "User authentication system". */
function titleFromPrompt(request: string): string | undefined {
  const match = /\b(?:for|of) (?:an? |the )?([^.\n]{3,80}?)(?:\.|\n| in specs\/|$)/i.exec(request);
  return match?.[1] === undefined ? undefined : capitalised(match[1].trim());
}

const titleFromBranch = (branch: string): string =>
  capitalised(
    basename(branch)
      .replace(/^ambient-/, "")
      .replace(/[-_]+/g, " "),
  );

/** A path of two segments or more; /plan and /specify are commands, not places. */
const PATH = /(?:^|[\s`"'(])((?:\/[\w.@+-]+){2,}|\.\.\/[\w.@+-]+(?:\/[\w.@+-]+)*)\/?(?=$|[\s`"'),.;:])/gm;

const mainRepository = (request: string): string | undefined =>
  /^Main repository: \S*?([\w.-]+?)(?:\.git)?\/? is the working directory/m.exec(request)?.[1];

function otherDirectories(request: string, workingDirectory: string): string[] {
  const told = [...request.matchAll(/^Other repository: .* is in (\/.+?)(?: \([\w-]+\))?$/gm)].map(
    (match) => match[1] ?? "",
  );
  if (told.length > 0) return told;
  const paths = [...request.matchAll(PATH)].map((match) => resolve(workingDirectory, match[1] ?? "."));
  const isElsewhere = (path: string) => path !== workingDirectory && !path.startsWith(`${workingDirectory}/`);
  return [...new Set(paths)].filter((path) => isElsewhere(path) && !/\.\w{1,5}$/.test(basename(path)));
}

/** Reads tolerantly: labelled lines first, then what the sentences of the prompt give away. */
export function readFeatureFacts(conversation: Conversation): FeatureFacts {
  const { request, workingDirectory, today } = conversation;
  const labels = readLabels(request);
  const named = /\bspecs\/([\w.-]+(?:\/[\w-]+)*)\b/.exec(request)?.[1]?.replace(/\/(spec|plan|tasks)$/, "");
  const branch = labels.branch ?? named?.replace(/\.$/, "");
  return {
    request,
    title: labels.title ?? titleFromPrompt(request) ?? (branch === undefined ? "The feature" : titleFromBranch(branch)),
    description: (labels.description ?? labels.title ?? request).trim(),
    branch,
    baseBranch: labels.baseBranch,
    directory: branch === undefined ? undefined : `specs/${branch}`,
    workingDirectory,
    repository: mainRepository(request) ?? basename(resolve(workingDirectory)),
    otherDirectories: otherDirectories(request, workingDirectory),
    today,
  };
}
