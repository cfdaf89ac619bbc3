import { readdir, readFile, readlink } from "node:fs/promises";

/** A process, told apart from a later one that got the same number by its start time. */
export interface ProcessId {
  pid: number;
  startedAt: string;
}

interface Seen extends ProcessId {
  parent: number;
  namespace: string | undefined;
  isMarked: boolean;
}

/** Undefined when the process is gone, or a zombie that waits to be reaped. */
async function statOf(pid: number): Promise<{ parent: number; startedAt: string } | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, "latin1").catch(() => "");
  // The name in parentheses may hold anything, so fields are counted from its end.
  const [state, parent, ...rest] = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const startedAt = rest[17];
  if (state === undefined || state === "Z" || state === "X" || parent === undefined || startedAt === undefined)
    return undefined;
  return { parent: Number(parent), startedAt };
}

async function look(pid: number, mark: string): Promise<Seen | undefined> {
  const stat = await statOf(pid);
  if (stat === undefined) return undefined;
  const namespace = await readlink(`/proc/${pid}/ns/mnt`).catch(() => undefined);
  const environment = await readFile(`/proc/${pid}/environ`, "latin1").catch(() => "");
  return { pid, ...stat, namespace, isMarked: environment.split("\0").includes(mark) };
}

/**
 * Everything that a process started, also what left its group and its parent: found by parentage, by the mount
 * namespace that only it lives in, and by a variable in the environment.
 */
export async function descendantsOf(root: number, mark: string): Promise<ProcessId[]> {
  const pids = (await readdir("/proc").catch(() => [])).map(Number).filter((pid) => pid > 1 && pid !== process.pid);
  const seen = (await Promise.all(pids.map((pid) => look(pid, mark)))).filter((one) => one !== undefined);
  const own = await readlink("/proc/self/ns/mnt").catch(() => undefined);
  const rootNamespace = seen.find((one) => one.pid === root)?.namespace;
  const found = new Set<number>();
  const isOurs = (one: Seen): boolean =>
    one.isMarked ||
    one.parent === root ||
    found.has(one.parent) ||
    (one.namespace !== undefined && one.namespace === rootNamespace && one.namespace !== own);
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const one of seen) if (one.pid !== root && isOurs(one)) found.add(one.pid);
  }
  return seen.filter((one) => found.has(one.pid)).map(({ pid, startedAt }) => ({ pid, startedAt }));
}

/** Sends a signal unless the process is gone. */
export async function signalProcess(id: ProcessId, signal: NodeJS.Signals): Promise<void> {
  if (!(await isAlive(id))) return;
  try {
    process.kill(id.pid, signal);
  } catch {
    // It ended between the look and the signal.
  }
}

export async function isAlive(id: ProcessId): Promise<boolean> {
  return (await statOf(id.pid))?.startedAt === id.startedAt;
}
