// The guide's own steps for seeding, one after the other: started by seeding.ts in a process of its own.
import { execFile } from "node:child_process";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { jobOf, measured, readyToMeasure, type SeedJob } from "./seed-job.ts";

const run = promisify(execFile);

/** The token travels in the URL, as the guide's implementation does it; git asks without it first. */
const withToken = (url: string, token: string): string => url.replace("://", `://x-access-token:${token}@`);

async function seedLikeTheGuide({ spec, supporting, branch, token, origin, work }: SeedJob): Promise<void> {
  const env = { PATH: process.env.PATH ?? "", HOME: work, GIT_CONFIG_NOSYSTEM: "1", GIT_TERMINAL_PROMPT: "0" };
  const git = (directory: string, ...args: string[]) =>
    run("git", args, { cwd: directory, env, maxBuffer: 1 << 26 }).then(({ stdout }) => stdout);
  const directory = join(work, "spec");
  await mkdir(directory);
  await git(work, "ls-remote", "--heads", withToken(spec, token), "main");
  await git(work, "clone", "-q", "--depth", "1", "--branch", "main", withToken(spec, token), directory);
  await configure(directory);
  await git(directory, "ls-remote", "--heads", "origin", branch);
  await git(directory, "checkout", "-q", "-b", branch);

  const zip = await fetch(`${origin}/kit.zip`);
  await writeFile(join(work, "kit.zip"), Buffer.from(await zip.arrayBuffer()));
  await run("unzip", ["-q", join(work, "kit.zip"), "-d", join(work, "kit")]);
  for (const [from, to] of [
    ["templates/commands", ".claude/commands"],
    ["templates", ".specify/templates"],
    ["scripts", ".specify/scripts"],
    ["memory", ".specify/memory"],
  ] as const)
    await cp(join(work, "kit/kit", from), join(directory, to), { recursive: true });

  await git(
    work,
    "clone",
    "-q",
    "--depth",
    "1",
    "--branch",
    "main",
    withToken(`${origin}/agents.git`, token),
    join(work, "agents"),
  );
  await cp(join(work, "agents/agents"), join(directory, ".claude/agents"), { recursive: true });
  await mkdir(join(directory, "specs", branch), { recursive: true });
  await git(directory, "add", ".");
  await git(directory, "commit", "-q", "-m", `chore: initialize ${branch} with spec-kit and agents`);
  await git(directory, "push", "-q", "-u", "origin", branch);

  for (const [index, url] of supporting.entries()) {
    const clone = join(work, `supporting-${index}`);
    await git(work, "ls-remote", "--heads", withToken(url, token), branch);
    await git(work, "clone", "-q", "--depth", "1", "--branch", "main", withToken(url, token), clone);
    await configure(clone);
    await git(clone, "checkout", "-q", "-b", branch);
    await git(clone, "push", "-q", "-u", "origin", branch);
  }

  async function configure(clone: string): Promise<void> {
    await git(clone, "config", "user.email", "bench@example.com");
    await git(clone, "config", "user.name", "Bench");
  }
}

const job = await jobOf();
await readyToMeasure();
process.send?.(await measured(() => seedLikeTheGuide(job)));
process.exit(0);
