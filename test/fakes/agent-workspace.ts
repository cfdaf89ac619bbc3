import { mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { AgentTask } from "#ports/agent.ts";

/** A directory as a runner lays it out, without git: one writable and one read-only repository. */
export async function makeAgentWorkspace(files: Readonly<Record<string, string>> = {}) {
  const root = await realpath(await mkdtemp(join(tmpdir(), "vteam-agent-")));
  const path = (name: string): string => join(root, name);
  for (const name of ["repos/main", "repos/reference", "agent/home", "agent/config", "clean"])
    await mkdir(path(name), { recursive: true });
  for (const [name, content] of Object.entries({ "repos/reference/README.md": "reference", ...files })) {
    await mkdir(dirname(path(name)), { recursive: true });
    await writeFile(path(name), content);
  }
  const task = (over: Partial<AgentTask> = {}): AgentTask => ({
    workingDirectory: path("repos/main"),
    writable: [path("repos/main")],
    readOnly: [path("repos/reference")],
    hidden: [root],
    configRoot: path("agent/config"),
    home: path("agent/home"),
    prompt: "Do the work.",
    model: "claude-sonnet-4-5",
    maxTurns: undefined,
    maxCostUsd: undefined,
    environment: {},
    ...over,
  });
  return { root, path, task, remove: () => rm(root, { recursive: true, force: true }) };
}
