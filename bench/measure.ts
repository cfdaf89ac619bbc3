import { readFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
export const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.ceil(values.length * share) - 1)] ?? Number.NaN;

/** Runs it `rounds` times and returns what each round returned, the first (warm-up) left out. */
export async function repeat<T>(rounds: number, once: (round: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let round = 0; round <= rounds; round++) results.push(await once(round));
  return results.slice(1);
}

export interface Row {
  what: string;
  ours: number;
  unit: string;
  /** What the figure is held against: measured in the same run, or a fixed budget. */
  baseline: { name: string; value: number };
  /** Whether a larger figure is better. */
  more?: boolean;
}

/** Prints the machine, then each figure beside its baseline and the ratio ours ÷ baseline. */
export function report(title: string, rows: readonly Row[]): void {
  const load = readFileSync("/proc/loadavg", "utf8").split(" ")[0];
  console.log(
    `${title}\nNode ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "?"}, ${Math.round(totalmem() / 2 ** 30)} GiB, load ${load}`,
  );
  for (const { what, ours, unit, baseline, more } of rows) {
    const ratio = ours / baseline.value;
    const goal = more === undefined ? "" : more ? (ratio >= 1 ? "  ✓" : "  ✗") : ratio <= 1 ? "  ✓" : "  ✗";
    console.log(
      `  ${what.padEnd(58)} ${format(ours)} ${unit}   ${baseline.name} ${format(baseline.value)} ${unit}   ratio ${ratio.toFixed(2)}${goal}`,
    );
  }
}

const format = (value: number): string =>
  (value >= 100 ? Math.round(value).toLocaleString("en") : value.toFixed(value >= 10 ? 1 : 2)).padStart(8);

/** Resident memory of a process and its children, in MB. */
export function residentMb(pid: number): number {
  const own = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "0";
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
    .trim()
    .split(" ")
    .filter(Boolean)
    .map(Number);
  return Number(own) / 1024 + children.reduce((sum, child) => sum + residentMb(child), 0);
}
