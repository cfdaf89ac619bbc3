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
  };
}

/** Adds one line below "### Task n:" to that task. */
function addDetail(task: TaskItem, text: string): void {
  const points = /\*\*Story Points\*\*:\s*(\d+)/i.exec(text);
  if (points !== null) task.storyPoints = Number(points[1]);
  const depends = /\*\*Dependencies\*\*:\s*(.+)/i.exec(text);
  if (depends !== null) task.dependsOn = depends[1]?.match(/\d+/g) ?? [];
  const box = /^\s*[-*] \[([ xX])\] (.+)$/.exec(text);
  if (box === null) return;
  task.acceptance.push({ text: box[2] ?? "", done: box[1] !== " " });
  task.done = task.acceptance.every((criterion) => criterion.done);
}

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
      open = undefined;
      list.items.push(specKitTask(specKit, phase, index + 1));
    } else if (guide !== null) {
      open = guideTask(guide, phase, index + 1);
      list.grammar = "guide";
      list.items.push(open);
    } else if (LOOKS_LIKE.test(line)) list.problems.push({ line: index + 1, text: line.slice(0, 200) });
    else if (/^## /.test(line)) {
      open = undefined;
      phase = line.slice(3).trim();
    } else if (open !== undefined) addDetail(open, line);
  }
  return list;
}
