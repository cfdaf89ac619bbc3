import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import type { Kinship, ProcessId, ProcessTable } from "#ports/process-table.ts";

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

function identify(pid: number): ProcessId | undefined {
  const info = readProcess(pid);
  return info && { pid, startTicks: info.startTicks };
}

function isAlive(id: ProcessId): boolean {
  const info = readProcess(id.pid);
  return info !== undefined && info.startTicks === id.startTicks && !info.isZombie;
}

function familyOf(root: ProcessId, kinship: Kinship): ProcessId[] {
  const all = listProcesses().filter((info) => info.pid !== process.pid && info.startTicks >= root.startTicks);
  const isKin = kinOf(root, kinship);
  const found = new Set(all.filter(isKin).map((info) => info.pid));
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const info of all) if (found.has(info.parent)) found.add(info.pid);
  }
  const family = all.filter((info) => found.has(info.pid) && !info.isZombie);
  return family.map(({ pid, startTicks }) => ({ pid, startTicks }));
}

function signal(id: ProcessId, name: NodeJS.Signals): void {
  if (!isAlive(id)) return;
  try {
    process.kill(id.pid, name);
  } catch (error) {
    if (!isGone(error)) throw error;
  }
}

/** The processes of this machine, as /proc shows them. Asking is synchronous: what was seen must not be old. */
export const procProcessTable: ProcessTable = { identify, isAlive, familyOf, signal };

/** What is seen of a process itself. A daemon that detached itself leaves no other trace than what it inherited. */
function kinOf(root: ProcessId, { directory, variable }: Kinship): (info: ProcessInfo) => boolean {
  const cell = ownNamespace(root);
  return (info) =>
    (info.pid === root.pid && info.startTicks === root.startTicks) ||
    info.group === root.pid ||
    (cell !== undefined && linkOf(info.pid, "ns/mnt") === cell) ||
    (directory !== undefined && !info.hasTerminal && isBelow(linkOf(info.pid, "cwd"), directory)) ||
    (variable !== undefined && environmentOf(info.pid).includes(variable));
}

/** The mount namespace of a process that was put into one of its own. */
function ownNamespace(root: ProcessId): string | undefined {
  const own = linkOf(process.pid, "ns/mnt");
  const namespace = isAlive(root) ? linkOf(root.pid, "ns/mnt") : undefined;
  return own === undefined || namespace === own ? undefined : namespace;
}

const isGone = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ESRCH";

const listProcesses = (): ProcessInfo[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)) ?? []);

function linkOf(pid: number, name: "cwd" | "ns/mnt"): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/${name}`);
  } catch {
    return undefined; // Gone, or of another user: not ours in either case.
  }
}

function environmentOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1").split("\0");
  } catch {
    return []; // As above.
  }
}

const isBelow = (path: string | undefined, directory: string): boolean =>
  path !== undefined && (path === directory || path.startsWith(`${directory}/`));
