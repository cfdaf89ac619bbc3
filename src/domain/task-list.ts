/** One task of tasks.md, in either grammar. */
export interface TaskItem {
  /** T001, or "1" in the guide's grammar. */
  id: string;
  title: string;
  /** The heading it stands under. */
  phase: string;
  parallel: boolean;
  story: string | undefined;
  storyPoints: number | undefined;
  dependsOn: string[];
  acceptance: { text: string; done: boolean }[];
  files: string[];
  done: boolean;
  /** 1-based. */
  line: number;
  /** The lines of the boxes that say whether it is done: its own, or in the guide's grammar those of its criteria. */
  boxes: number[];
}

export interface TaskList {
  grammar: "spec-kit" | "guide";
  items: TaskItem[];
  /** Lines that look like tasks and are not. */
  problems: { line: number; text: string }[];
}

const SPEC_KIT = /^[-*] \[([ xX])\] (T\d{3,})((?: \[[^\]]+\])*) (.+)$/;
const GUIDE = /^### Task (\d+): (.+)$/;
const LOOKS_LIKE = /^[-*] \[[^\]]?\]? ?T\d|^###? Task\b/i;
const FILE = /`([^`\s]+\/[^`\s]+|[^`\s]+\.[a-z0-9]{1,8})`|(?:^|\s)((?:[\w.-]+\/)+[\w.-]+\.\w{1,8})/gi;

const filesIn = (text: string): string[] => [
  ...new Set([...text.matchAll(FILE)].map((match) => match[1] ?? match[2] ?? "")),
];

function specKitTask(match: RegExpExecArray, phase: string, line: number): TaskItem {
  const [, box = " ", id = "", marks = "", rest = ""] = match;
  const depends = /\(depends on ([^)]+)\)/i.exec(rest)?.[1] ?? "";
  return {
    id,
    title: rest.replace(/\s*\(depends on [^)]+\)/i, "").trim(),
    phase,
    parallel: marks.includes("[P]"),
    story: /\[(US\d+)\]/.exec(marks)?.[1],
    storyPoints: undefined,
    dependsOn: depends.match(/T\d{3,}/g) ?? [],
    acceptance: [],
    files: filesIn(rest),
    done: box !== " ",
    line,
    boxes: [line],
  };
}

function guideTask(match: RegExpExecArray, phase: string, line: number): TaskItem {
  const [, id = "", title = ""] = match;
  return {
    id,
    title: title.trim(),
    phase,
    parallel: false,
    story: undefined,
    storyPoints: undefined,
    dependsOn: [],
    acceptance: [],
    files: [],
    done: false,
    line,
    boxes: [],
  };
}

/** A labelled bullet such as "- **Story Points**: 3" or "- Acceptance: it works"; the label is lower-case. */
function labelledBullet(text: string): { label: string; value: string } | undefined {
  const match = /^\s*[-*] (?:\*\*)?([A-Za-z][A-Za-z ]{2,24}?)(?:\*\*:|:\*\*|:)\s*(.*)$/.exec(text);
  if (match === null) return undefined;
  return { label: (match[1] ?? "").toLowerCase(), value: (match[2] ?? "").trim() };
}

const criteriaOf = (value: string): string[] =>
  value
    .split(";")
    .map((criterion) => criterion.trim())
    .filter((criterion) => criterion !== "");

function addLabelled(task: TaskItem, label: string, value: string): void {
  if (label === "story points" || label === "points") {
    const points = /^\d{1,3}/.exec(value);
    if (points !== null) task.storyPoints = Number(points[0]);
  }
  if (label === "dependencies" || label === "depends on") {
    const named = value.match(task.id.startsWith("T") ? /T\d{3,}/g : /\d+/g) ?? [];
    task.dependsOn = [...new Set([...task.dependsOn, ...named])];
  }
  if (label === "acceptance" || label === "acceptance criteria")
    task.acceptance.push(...criteriaOf(value).map((text) => ({ text, done: task.done })));
  if (label === "files") task.files = [...new Set([...task.files, ...filesIn(value)])];
}

/** Adds one line below a task to it: points, dependencies, files and acceptance criteria, with boxes or without. */
function addDetail(task: TaskItem, text: string, line: number): void {
  const box = /^\s*[-*] \[([ xX])\] (.+)$/.exec(text);
  if (box !== null) {
    task.acceptance.push({ text: (box[2] ?? "").trim(), done: box[1] !== " " });
    // In the guide's grammar a task has no box of its own: its criteria tell.
    if (!task.id.startsWith("T")) {
      task.boxes.push(line);
      task.done = task.acceptance.every((criterion) => criterion.done);
    }
    return;
  }
  const bullet = labelledBullet(text);
  if (bullet !== undefined) addLabelled(task, bullet.label, bullet.value);
}

/** Whether a line still belongs to the spec-kit task above it: an indented line, or an empty one. */
const isBelow = (line: string): boolean => line.trim() === "" || /^\s/.test(line);

/** Reads tasks.md. Code fences are skipped; what looks like a task but does not parse becomes a problem with its line. */
export function parseTaskList(text: string): TaskList {
  const list: TaskList = { grammar: "spec-kit", items: [], problems: [] };
  let phase = "";
  let fenced = false;
  let open: TaskItem | undefined;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*(```|~~~)/.test(line)) fenced = !fenced;
    if (fenced) continue;
    const specKit = SPEC_KIT.exec(line);
    const guide = GUIDE.exec(line);
    if (specKit !== null) {
      open = specKitTask(specKit, phase, index + 1);
      list.items.push(open);
    } else if (guide !== null) {
      open = guideTask(guide, phase, index + 1);
      list.grammar = "guide";
      list.items.push(open);
    } else if (LOOKS_LIKE.test(line)) list.problems.push({ line: index + 1, text: line.slice(0, 200) });
    else if (/^## /.test(line)) {
      open = undefined;
      phase = line.slice(3).trim();
    } else if (open?.id.startsWith("T") && !isBelow(line)) open = undefined;
    else if (open !== undefined) addDetail(open, line, index + 1);
  }
  return list;
}
