import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface Shape {
  files: number;
  assets: number;
  commits: number;
}

export interface BenchRepositories {
  root: string;
  shapes: { spec: Shape; big: Shape };
}

const git = (directory: string, ...args: string[]): string =>
  execFileSync("git", args, { cwd: directory, encoding: "utf8", maxBuffer: 1 << 26 }).trim();

/** Numbers that look random and are the same each time. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = sequence(20_261_122);
const upTo = (count: number): number => Math.floor(random() * count);
const words = Array.from({ length: 4_000 }, () =>
  Array.from({ length: 2 + upTo(9) }, () => String.fromCharCode(97 + upTo(26))).join(""),
);
const line = (): string => Array.from({ length: 2 + upTo(8) }, () => words[upTo(words.length)]).join(" ");

/** As long as source files are: log-normal, 8 to 1,500 lines. */
function text(): Buffer {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const lines = Math.min(1_500, Math.max(8, Math.round(Math.exp(4.5 + 0.8 * normal))));
  return Buffer.from(`${Array.from({ length: lines }, line).join("\n")}\n`);
}

const asset = (): Buffer => Buffer.from(Array.from({ length: 20_000 + upTo(200_000) }, () => upTo(256)));
const pathOf = (n: number): string =>
  `d${n % 23}/e${Math.floor(n / 23) % 19}/f${Math.floor(n / 437) % 11}/file-${n}.txt`;

/** A repository with a history, from git fast-import. */
async function generate(directory: string, { files, assets, commits }: Shape): Promise<void> {
  const making = `${directory}.making`;
  mkdirSync(making, { recursive: true });
  git(making, "init", "-q", "--bare", "--initial-branch=main");
  const child = spawn("git", ["fast-import", "--quiet"], { cwd: making, stdio: ["pipe", "inherit", "inherit"] });
  const write = async (data: string | Buffer): Promise<void> => {
    if (!child.stdin.write(data)) await new Promise((resolve) => child.stdin.once("drain", resolve));
  };
  const put = async (path: string, content: Buffer): Promise<void> => {
    await write(`M 100644 inline ${path}\ndata ${content.length}\n`);
    await write(content);
    await write("\n");
  };
  for (let commit = 0; commit < commits; commit += 1) {
    const message = `Change ${commit}\n`;
    const when = 1_700_000_000 + commit * 3_600;
    await write(
      `commit refs/heads/main\ncommitter Ada <ada@example.com> ${when} +0000\ndata ${message.length}\n${message}`,
    );
    const edited =
      commit === 0 ? Array.from({ length: files }, (_, n) => n) : Array.from({ length: 30 }, () => upTo(files));
    for (const n of edited) await put(pathOf(n), text());
    const drawn = commit === 0 ? Array.from({ length: assets }, (_, n) => n) : [upTo(assets), upTo(assets)];
    for (const n of drawn) await put(`assets/picture-${n}.bin`, asset());
    if (commit === 0) for (const name of ["README.md", "LICENSE", "build.txt", "notes.md"]) await put(name, text());
  }
  child.stdin.end();
  await new Promise((resolve) => child.once("close", resolve));
  serve(making);
  renameSync(making, directory);
}

function serve(directory: string): void {
  for (const key of ["http.receivepack", "uploadpack.allowFilter", "receive.fsckObjects"])
    git(directory, "config", key, "true");
  git(directory, "config", "gc.auto", "0");
  git(directory, "config", "receive.autogc", "false");
}

/** The same repository under another name, sharing its objects. */
function share(root: string, from: string, name: string): void {
  const directory = join(root, `${name}.git`);
  if (existsSync(directory)) return;
  mkdirSync(directory);
  git(directory, "init", "-q", "--bare", "--initial-branch=main");
  writeFileSync(join(directory, "objects/info/alternates"), `${join(root, `${from}.git`)}/objects\n`);
  git(directory, "update-ref", "refs/heads/main", git(join(root, `${from}.git`), "rev-parse", "main"));
  serve(directory);
}

/** 10,000 branches and as many refs of pull requests, as the busiest repositories have them. */
function crowd(directory: string): void {
  if (existsSync(join(directory, "packed-refs"))) return;
  const tip = git(directory, "rev-parse", "main");
  const names = Array.from({ length: 10_000 }, (_, n) => [`refs/heads/topic/work-${n}`, `refs/pull/${n}/head`]).flat();
  const lines = names.sort().map((name) => `${tip} ${name}\n`);
  writeFileSync(join(directory, "packed-refs"), `# pack-refs with: peeled fully-peeled sorted \n${lines.join("")}`);
}

/** Invented kit and agents in the layout of a spec-kit repository, with as much around them as such projects have. */
async function generateSource(root: string, name: string, files: Record<string, string>): Promise<void> {
  if (existsSync(join(root, `${name}.git`))) return;
  await generate(join(root, `${name}.git`), { files: 500, assets: 8, commits: 40 });
  const work = join(root, `${name}.work`);
  execFileSync("git", ["clone", "-q", join(root, `${name}.git`), work]);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(work, path, ".."), { recursive: true });
    writeFileSync(join(work, path), content);
  }
  git(work, "add", "-A");
  git(work, "-c", "user.name=Ada", "-c", "user.email=ada@example.com", "commit", "-q", "-m", "Add the sources");
  git(work, "push", "-q", "origin", "main");
  git(join(root, `${name}.git`), "archive", "--format=zip", "--prefix=kit/", "-o", join(root, `${name}.zip`), "main");
}

const page = (bytes: number): string => {
  let content = "";
  while (content.length < bytes) content += `${line()}\n`;
  return content;
};
const kitFiles = (): Record<string, string> => ({
  ...Object.fromEntries(
    ["specify", "plan", "tasks", "implement", "clarify", "analyze", "checklist", "constitution", "review"].map(
      (name) => [
        `templates/commands/${name}.md`,
        `---\ndescription: ${name}\nscripts:\n  sh: scripts/bash/setup-plan.sh --json\n---\n\nRun {SCRIPT} for {ARGS}.\n\n${page(9_000)}`,
      ],
    ),
  ),
  ...Object.fromEntries(
    ["spec", "plan", "tasks", "checklist"].map((name) => [`templates/${name}-template.md`, page(6_000)]),
  ),
  ...Object.fromEntries(
    ["common", "create-new-feature", "setup-plan", "check-prerequisites"].map((name) => [
      `scripts/bash/${name}.sh`,
      `#!/usr/bin/env bash\n${page(5_000).replaceAll(/^/gm, "# ")}\n`,
    ]),
  ),
  "memory/constitution.md": page(3_000),
});
const agentFiles = (): Record<string, string> =>
  Object.fromEntries(
    Array.from({ length: 21 }, (_, n) => [
      `agents/persona-${n}.md`,
      `---\nname: persona-${n}\ndescription: ${line()}\n---\n\n${page(5_000)}`,
    ]),
  );

/** Makes what is missing, once; later runs find it there. */
export async function openRepositories(isSmall: boolean, count: number): Promise<BenchRepositories> {
  const root = join(tmpdir(), `vteam-bench-repositories-${isSmall ? "small" : "full"}`);
  mkdirSync(root, { recursive: true });
  const spec = { files: 120, assets: 4, commits: isSmall ? 10 : 40 };
  const big = isSmall ? { files: 2_000, assets: 20, commits: 20 } : { files: 20_000, assets: 150, commits: 500 };
  if (!existsSync(join(root, "spec.git"))) await generate(join(root, "spec.git"), spec);
  if (!existsSync(join(root, "big.git"))) await generate(join(root, "big.git"), big);
  await generateSource(root, "kit", kitFiles());
  await generateSource(root, "agents", agentFiles());
  for (let n = 0; n < count; n += 1) share(root, "big", `big-${n}`);
  share(root, "spec", "spec-many-refs");
  crowd(join(root, "spec-many-refs.git"));
  share(root, "spec", "spec-no-filter");
  git(join(root, "spec-no-filter.git"), "config", "uploadpack.allowFilter", "false");
  return { root, shapes: { spec, big } };
}
