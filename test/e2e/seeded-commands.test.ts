import { chmod, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { openClaudeAgent } from "#adapters/claude/claude-agent.ts";
import { probeSandbox } from "#adapters/claude/sandbox.ts";
import { procProcessTable } from "#adapters/process/proc-process-table.ts";
import { assembleKit } from "#adapters/spec-kit/assemble-kit.ts";
import { readBuiltinAgents, readBuiltinKit } from "#adapters/spec-kit/builtin-kit.ts";
import type { Kit } from "#domain/seed-kit.ts";
import { planSeed } from "#domain/seed-plan.ts";
import type { SessionEventBody } from "#domain/session-event.ts";
import { buildAgentConfig } from "#runner/agent-config.ts";
import { makeAgentWorkspace } from "#test/fakes/agent-workspace.ts";
import { fakeKits, packagedKit } from "#test/fakes/kits/kits.ts";
import { startMessagesServer } from "#test/fakes/messages-server.ts";

// Whatever kit was seeded: the real agent SDK lists its commands under the guide's names, and expands them.
const kitDirectory = fileURLToPath(new URL("../../kit", import.meta.url));
const sandbox = await probeSandbox();
const sources: Record<string, Record<string, string>> = { ...fakeKits, F8: packagedKit };

async function kitOf(id: string): Promise<Kit> {
  const ours = await readBuiltinKit(kitDirectory, "0.0.0");
  const files = sources[id];
  if (files === undefined) return ours;
  const read = async (path: string) => Buffer.from(files[path] ?? "");
  return assembleKit({ paths: Object.keys(files), read, record: { source: id, version: "1" }, warnings: [] }, ours);
}

/** A checkout of a branch that was seeded with this kit. */
async function checkOut(kit: Kit, directory: string): Promise<string[]> {
  const agents = await readBuiltinAgents(kitDirectory, "0.0.0");
  const { writes } = planSeed({ branch: "b", kit, agents, existing: [], manifestText: undefined, seeder: "test" });
  for (const { path, content, executable } of writes) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), content ?? "");
    if (executable) await chmod(join(directory, path), 0o755);
  }
  return writes.map(({ path }) => path);
}

test.each(["F0", ...Object.keys(sources)])("the agent SDK lists and expands the commands of kit %s", async (id) => {
  const workspace = await makeAgentWorkspace();
  const server = await startMessagesServer([{ text: "Done." }]);
  onTestFinished(async () => {
    await server.close();
    await workspace.remove();
  });
  const kit = await kitOf(id);
  const paths = await checkOut(kit, workspace.path("repos/main"));
  const config = await buildAgentConfig([workspace.path("repos/main")], workspace.path("agent/config"));
  const agent = openClaudeAgent({
    host: { path: process.env.PATH ?? "", language: "C.UTF-8" },
    processes: procProcessTable,
    log: pino({ level: "silent" }),
    sandbox,
    maxRetries: 1,
  });
  const events: SessionEventBody[] = [];

  const task = workspace.task({ prompt: "/speckit.plan with two pillars" });
  const outcome = await agent.converse(task, server.model, (event) => events.push(event), new AbortController().signal);

  const named = (pattern: RegExp): string[] => paths.flatMap((path) => pattern.exec(path)?.[1] ?? []);
  const commands = named(/^\.claude\/commands\/(.+)\.md$/);
  const skills = named(/^\.claude\/skills\/([^/]+)\/SKILL\.md$/);
  const running = events.find((event) => event.type === "agent.running");
  expect(outcome.kind).toBe("completed");
  expect(commands).toContain("speckit.plan");
  expect(skills.length > 0).toBe(["F5", "F6", "F7", "F8"].includes(id));
  expect(config.refused).toEqual([]);
  expect(running?.payload).toMatchObject({
    commands: expect.arrayContaining([...commands, ...skills]),
    agents: expect.arrayContaining(["architect", "team-lead"]),
  });
  const plan = kit.files.find(({ path }) => path === ".claude/commands/speckit.plan.md");
  const body = Buffer.from(plan?.content ?? "")
    .toString()
    .replace(/^---\n[\s\S]*?\n---\n/, "")
    .trim();
  const expanded = body.replaceAll("$ARGUMENTS", "with two pillars").split("\n")[0] ?? "";
  const sent = server.requests[0]?.prompt ?? "";
  expect(sent).toContain(expanded);
  expect(sent).toContain("with two pillars");
});
