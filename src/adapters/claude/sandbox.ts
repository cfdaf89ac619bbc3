import { execFile } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, isAbsolute, join, sep } from "node:path";
import { promisify } from "node:util";

export interface Confinement {
  /** Where the command starts. */
  workingDirectory: string;
  /** Directories that nothing inside may change. */
  readOnly: readonly string[];
  /** Directories whose content is not there at all, but for what `visible` names inside them. */
  hidden: readonly string[];
  visible: readonly string[];
  /** An empty directory of ours outside the hidden ones, free to be mounted over. */
  scratch: string;
}

/** What this machine can do to hold an agent: a mount namespace as root, one of our own user, or nothing. */
export type SandboxKind = "root-namespace" | "user-namespace" | "death-signal" | "none";

interface Command {
  command: string;
  args: string[];
}

export interface Sandbox {
  kind: SandboxKind;
  /** Whether `Confinement` is enforced by the kernel. */
  isConfining: boolean;
  wrap(inner: Command, confinement: Confinement): Command;
}

const NO_CAPABILITIES = "--bounding-set=-all --inh-caps=-all";
const run = promisify(execFile);
const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const isInside = (path: string, root: string): boolean => path === root || path.startsWith(root + sep);

/** What lies inside another of them, or is named twice, is covered already. */
const outermost = (paths: readonly string[]): string[] =>
  [...new Set(paths)].filter((path, _, all) => !all.some((root) => root !== path && isInside(path, root)));

/** In a user namespace no flag that the file system below already has may be missing; adding the first two is harmless. */
const makeReadOnly = (path: string): string =>
  ["ro,nosuid,nodev", "ro,nosuid,nodev,noexec"]
    .map((flags) => `mount -n -o remount,bind,${flags} ${quote(path)}`)
    .join(" || ");

/** Mounts cannot be undone by what runs after them: it holds no capability, and a new user namespace finds them locked. */
function mountScript(confinement: Confinement): string[] {
  const scratch = quote(confinement.scratch);
  const hidden = outermost(confinement.hidden);
  const visible = outermost(confinement.visible).filter((path) => hidden.some((root) => isInside(path, root)));
  return [
    "set -e",
    `mount -n -t tmpfs tmpfs ${scratch}`,
    ...visible.flatMap((path, index) => [
      `mkdir ${scratch}/${index}`,
      `mount -n --bind ${quote(path)} ${scratch}/${index}`,
    ]),
    ...hidden.map((path) => `mount -n -t tmpfs -o size=1m,mode=755 tmpfs ${quote(path)}`),
    ...visible.flatMap((path, index) => [
      `mkdir -p ${quote(path)}`,
      `mount -n --move ${scratch}/${index} ${quote(path)}`,
    ]),
    ...confinement.readOnly.map((path) => `mount -n --bind ${quote(path)} ${quote(path)}`),
    ...[...hidden, ...confinement.readOnly].map(makeReadOnly),
    // The directory we were started in is the one below the mounts: enter it again.
    `cd ${quote(confinement.workingDirectory)}`,
  ];
}

function namespaced(isRoot: boolean, inner: Command, confinement: Confinement): Command {
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  const confined = `setpriv ${isRoot ? NO_CAPABILITIES : ""} --no-new-privs --pdeathsig TERM -- "$@"`;
  const last = isRoot ? confined : `unshare --user --map-user=${uid} --map-group=${gid} -- ${confined}`;
  const script = [...mountScript(confinement), `exec ${last}`].join("\n");
  const flags = isRoot ? ["--mount"] : ["--user", "--map-root-user", "--mount"];
  return {
    command: "unshare",
    args: [...flags, "--propagation", "private", "--", "sh", "-c", script, "sandbox", inner.command, ...inner.args],
  };
}

const kinds: readonly SandboxKind[] = ["root-namespace", "user-namespace", "death-signal", "none"];

/** A sandbox of one kind, whether or not this machine can do it. */
export function sandboxOf(kind: SandboxKind): Sandbox {
  return {
    kind,
    isConfining: kind === "root-namespace" || kind === "user-namespace",
    wrap(inner, confinement) {
      if (kind === "none") return inner;
      if (kind === "death-signal")
        return { command: "setpriv", args: ["--pdeathsig", "TERM", "--", inner.command, ...inner.args] };
      // The program itself may be installed below a hidden directory.
      const visible = [...confinement.visible, ...(isAbsolute(inner.command) ? [dirname(inner.command)] : [])];
      return namespaced(kind === "root-namespace", inner, { ...confinement, visible });
    },
  };
}

/** Tries a sandbox on real files: only what a shell inside cannot undo counts. */
async function holds(sandbox: Sandbox, directory: string): Promise<boolean> {
  if (sandbox.kind === "none") return true;
  if (sandbox.kind === "root-namespace" && process.getuid?.() !== 0) return false;
  const [readOnly, hidden] = [join(directory, "read-only"), join(directory, "hidden")];
  const attempt = sandbox.isConfining
    ? `! touch ${quote(readOnly)}/new && ! umount ${quote(readOnly)} && ! test -e ${quote(hidden)}/file && touch ./new`
    : "true";
  const confinement = {
    workingDirectory: join(hidden, "inside"),
    readOnly: [readOnly],
    hidden: [hidden],
    visible: [join(hidden, "inside")],
    scratch: join(directory, "scratch"),
  };
  const { command, args } = sandbox.wrap({ command: "sh", args: ["-c", attempt] }, confinement);
  return run(command, args, { cwd: directory, timeout: 5_000 }).then(
    () => true,
    () => false,
  );
}

/** Finds the strongest sandbox that works here. */
export async function probeSandbox(): Promise<Sandbox> {
  const directory = await realpath(await mkdtemp(join(tmpdir(), "vteam-sandbox-")));
  try {
    for (const name of ["read-only", "hidden/inside", "scratch"])
      await mkdir(join(directory, name), { recursive: true });
    await writeFile(join(directory, "hidden/file"), "");
    for (const kind of kinds) {
      const sandbox = sandboxOf(kind);
      if (await holds(sandbox, directory)) return sandbox;
    }
    return sandboxOf("none");
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
