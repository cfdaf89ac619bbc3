import { access, constants, statfs } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileSize } from "./plain-text.ts";

/** One thing that was looked at. "warning" restricts something, "failed" keeps vteam from working. */
export interface Check {
  name: string;
  state: "ok" | "warning" | "failed";
  detail: string;
  remedy?: string;
}

/** What only the composition root can find out. */
export interface DoctorFacts {
  dataDirectory: string;
  hasModelKey: boolean;
  /** What git prints when it is run with these arguments. Rejects when it cannot be run. */
  git: (args: readonly string[]) => Promise<string>;
  /** What this machine can do to hold an agent. */
  sandbox: () => Promise<{ kind: string; isConfining: boolean }>;
}

const OLDEST_NODE = 24;
/** From here on `merge-tree` merges without a work tree. */
const OLDEST_GIT = [2, 38] as const;
const LITTLE_SPACE = 1_000_000_000;
const NO_SPACE = 100_000_000;

export function nodeCheck(version: string): Check {
  const isNew = Number.parseInt(version.replace(/^v/, ""), 10) >= OLDEST_NODE;
  const check = { name: "Node.js", detail: version };
  return isNew
    ? { ...check, state: "ok" }
    : { ...check, state: "failed", remedy: `Install Node ${OLDEST_NODE} or later, or run npm ci here.` };
}

export function gitVersionCheck(printed: string): Check {
  const [, major = "0", minor = "0"] = /(\d+)\.(\d+)/.exec(printed) ?? [];
  const isNew = Number(major) > OLDEST_GIT[0] || (Number(major) === OLDEST_GIT[0] && Number(minor) >= OLDEST_GIT[1]);
  const check = { name: "git", detail: printed.trim().replace(/^git version /, "") };
  return isNew
    ? { ...check, state: "ok" }
    : { ...check, state: "failed", remedy: `Install git ${OLDEST_GIT.join(".")} or later.` };
}

const canUse = (path: string, mode: number): Promise<boolean> =>
  access(path, mode).then(
    () => true,
    () => false,
  );

export async function gitChecks(git: DoctorFacts["git"]): Promise<Check[]> {
  const remedy = "Install git (Debian, Ubuntu: apt-get install git).";
  const printed = await git(["--version"]).catch(() => undefined);
  if (printed === undefined) return [{ name: "git", state: "failed", detail: "cannot be run", remedy }];
  const directory = (await git(["--exec-path"]).catch(() => "")).trim();
  const hasBackend = directory !== "" && (await canUse(join(directory, "git-http-backend"), constants.X_OK));
  const backend: Check = hasBackend
    ? { name: "git http-backend", state: "ok", detail: "serves the repositories hosted here" }
    : { name: "git http-backend", state: "failed", detail: "is missing", remedy };
  return [gitVersionCheck(printed), backend];
}

export async function sandboxCheck(probe: DoctorFacts["sandbox"]): Promise<Check> {
  const name = "sandbox";
  const { kind, isConfining } = await probe();
  if (isConfining) return { name, state: "ok", detail: `agents are confined to their workspace (${kind})` };
  const detail = "agents run as this user, and could read its files";
  const remedy =
    "Install util-linux (unshare, setpriv) and allow user namespaces, or run vteam in a container or as a user of its own.";
  return { name, state: "warning", detail, remedy };
}

/** The directory itself, or the nearest one above it that exists. */
async function existing(directory: string): Promise<string> {
  const isThere = await canUse(directory, constants.F_OK);
  return isThere || dirname(directory) === directory ? directory : existing(dirname(directory));
}

export async function dataDirectoryCheck(directory: string): Promise<Check> {
  const there = await existing(directory);
  const check = { name: "data directory" };
  if (!(await canUse(there, constants.W_OK)))
    return {
      ...check,
      state: "failed",
      detail: `${directory} cannot be written`,
      remedy: "Choose another one: VTEAM_DATA_DIR.",
    };
  const { bavail, bsize } = await statfs(there);
  const free = bavail * bsize;
  const detail = `${directory}, ${fileSize(free)} free${there === directory ? "" : " (made at the first start)"}`;
  const remedy = "Free some space, or choose another disk: VTEAM_DATA_DIR.";
  if (free < NO_SPACE) return { ...check, state: "failed", detail, remedy };
  return free < LITTLE_SPACE ? { ...check, state: "warning", detail, remedy } : { ...check, state: "ok", detail };
}

export function modelCheck(hasKey: boolean): Check {
  const name = "model";
  return hasKey
    ? { name, state: "ok", detail: "Claude, with the key in ANTHROPIC_API_KEY" }
    : {
        name,
        state: "warning",
        detail: "offline model (no AI)",
        remedy: "For Claude set ANTHROPIC_API_KEY, or per project: vteam secret set ANTHROPIC_API_KEY",
      };
}
