import { parseTaskList } from "./task-list.ts";

const BOX = /^(\s*[-*] \[)[ xX](\] )/;

/**
 * tasks.md with one task ticked or opened again, and nothing else changed; undefined when it has no such task. Where
 * the criteria of a task tell whether it is done, all of them follow; a task without any box gets one.
 */
export function tickTask(text: string, id: string, done: boolean): string | undefined {
  const task = parseTaskList(text).items.find((item) => item.id === id);
  if (task === undefined) return undefined;
  if (task.done === done) return text;
  const mark = done ? "x" : " ";
  const lines = text.split("\n");
  for (const line of task.boxes) lines[line - 1] = (lines[line - 1] ?? "").replace(BOX, `$1${mark}$2`);
  if (task.boxes.length === 0) {
    const ending = lines[task.line - 1]?.endsWith("\r") ? "\r" : "";
    lines.splice(task.line, 0, `- [${mark}] Done${ending}`);
  }
  return lines.join("\n");
}
