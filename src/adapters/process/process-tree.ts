import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** A process that cannot be mistaken for a later one with the same id. */
export interface ProcessId {
  pid: number;
  /** Clock ticks from the boot of the machine to the start of the process. */
  startTicks: number;
}

interface ProcessInfo extends ProcessId {
  parent: number;
  group: number;
  hasTerminal: boolean;
  isZombie: boolean;
}

/** Reads /proc/<pid>/stat; undefined = there is no such process. */
function readProcess(pid: number): ProcessInfo | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name, in parentheses, may hold spaces and parentheses itself: the fields start after the last one.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const [state = "", parent, group, , terminal] = fields;
    const info = { pid, parent: Number(parent), group: Number(group), startTicks: Number(fields[19]) };
    return { ...info, hasTerminal: terminal !== "0", isZombie: state === "Z" || state === "X" };
  } catch {
    return undefined; // It ended before or while we looked.
  }
}

/** The identity of a process that runs now. */
export function identify(pid: number): ProcessId | undefined {
  const info = readProcess(pid);
  return info && { pid, startTicks: info.startTicks };
}

/** Whether exactly this process still runs; a zombie does not. */
export function isAlive(process: ProcessId): boolean {
  const info = readProcess(process.pid);
  return info !== undefined && info.startTicks === process.startTicks && !info.isZombie;
}

/**
 * Everything that belongs to a run: its process, the members of its group, all their descendants, and whatever works
 * inside its directory (a daemon that detached itself has no other trace; a person's shell there has a terminal).
 * Collect before killing: orphans lose their parent.
 */
export function collectTree(root: ProcessId, directory: string): ProcessId[] {
  const all = listProcesses().filter((info) => info.pid !== process.pid && info.startTicks >= root.startTicks);
  const belongs = (info: ProcessInfo): boolean =>
    (info.pid === root.pid && info.startTicks === root.startTicks) ||
    info.group === root.pid ||
    (!info.hasTerminal && isBelow(workingDirectory(info.pid), directory));
  const found = new Set(all.filter(belongs).map((info) => info.pid));
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const info of all) if (found.has(info.parent)) found.add(info.pid);
  }
  return all.filter((info) => found.has(info.pid) && !info.isZombie);
}

/** Kills exactly these processes at once; one that is gone already is no error. */
export function killAll(processes: readonly ProcessId[]): void {
  for (const one of processes) signalTo(one, "SIGKILL");
}

/** Sends a signal to exactly this process. */
export function signalTo(one: ProcessId, signal: NodeJS.Signals): void {
  if (!isAlive(one)) return;
  try {
    process.kill(one.pid, signal);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

const isGone = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ESRCH";

const listProcesses = (): ProcessInfo[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)) ?? []);

function workingDirectory(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined; // Gone, or of another user: not ours in either case.
  }
}

const isBelow = (path: string | undefined, directory: string): boolean =>
  path !== undefined && (path === directory || path.startsWith(`${directory}/`));
