import { residentMb } from "./measure.ts";

/** One seeding to measure, as the parent hands it to a fresh process. */
export interface SeedJob {
  /**
   * "cold": nothing known; "cached": kit and agents known, connections gone; "next": as cached, by a process that seeded
   * another workflow of the same repositories just before; "builtin": the kit of this project.
   */
  variant: "baseline" | "cold" | "cached" | "next" | "builtin";
  origin: string;
  token: string;
  branch: string;
  spec: string;
  supporting: string[];
  /** An empty directory for everything temporary. */
  work: string;
  /** Seeds once before, so that what is measured has nothing to do. */
  isRepeat: boolean;
  /** How many workflows at once: branch, branch-1, branch-2 … */
  times: number;
}

export interface SeedMeasure {
  ms: number;
  /** Of this process, beyond what it held before. */
  addedRssMb: number;
  /** Of the processes it started. */
  childRssMb: number;
}

/** Runs the work and watches memory meanwhile. */
export async function measured(work: () => Promise<void>): Promise<SeedMeasure> {
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  const peak = { own: before, children: 0 };
  const timer = setInterval(() => {
    const { rss } = process.memoryUsage();
    peak.own = Math.max(peak.own, rss);
    peak.children = Math.max(peak.children, Math.max(0, childrenMb() - rss / 2 ** 20));
  }, 15);
  const start = performance.now();
  try {
    await work();
  } finally {
    clearInterval(timer);
  }
  const ms = performance.now() - start;
  peak.own = Math.max(peak.own, process.memoryUsage().rss);
  return { ms, addedRssMb: (peak.own - before) / 2 ** 20, childRssMb: peak.children };
}

function childrenMb(): number {
  try {
    return residentMb(process.pid);
  } catch {
    return 0; // a child ended while it was looked at
  }
}

/** Tells the parent that the preparations are over, and waits until it has set its counters to zero. */
export async function readyToMeasure(): Promise<void> {
  const go = new Promise((resolve) => process.once("message", resolve));
  process.send?.("ready");
  await go;
}

export const jobOf = async (): Promise<SeedJob> => new Promise((resolve) => process.once("message", resolve));
