// How long a busy agent lives after Stop was asked for over HTTP, tool and descendants included. Budget: 2 s.
// Baseline: SIGKILL to a process group, which nothing can beat and which saves no work.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { requester } from "#test/fakes/http-request.ts";
import { removeData, startVteam } from "#test/fakes/vteam-server.ts";
import { median, repeat, report } from "./measure.ts";

const P = "/api/projects/bench";
const server = await startVteam();
const call = requester(server.origin, server.token);
await call("POST", "/api/projects", { body: { name: "bench" } });

const read = (path: string): string => {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
};
/** Everything that runs for a session, but its runner, which still saves work and reports. */
const agents = (name: string): string[] =>
  readdirSync("/proc").filter(
    (pid) =>
      /^\d+$/.test(pid) &&
      read(`/proc/${pid}/environ`).includes(`/${name}/`) &&
      !read(`/proc/${pid}/cmdline`).includes("vteam.mjs"),
  );

async function stop(): Promise<{ agentMs: number; sessionMs: number }> {
  const { name } = (
    await call("POST", `${P}/agentic-sessions`, { body: { prompt: "Be busy.", model: "offline-busy" } })
  ).body;
  const isBusy = async () =>
    (await call("GET", `${P}/agentic-sessions/${name}/messages?limit=200`)).body.messages.some(
      (message: { type: string }) => message.type === "tool.use",
    );
  while (!(await isBusy())) await delay(50);
  const start = performance.now();
  await call("POST", `${P}/agentic-sessions/${name}/stop`, { body: {} });
  while (agents(name).length > 0) await delay(10);
  const agentMs = performance.now() - start;
  while ((await call("GET", `${P}/agentic-sessions/${name}`)).body.status.phase !== "Stopped") await delay(20);
  return { agentMs, sessionMs: performance.now() - start };
}

async function killGroup(): Promise<number> {
  const child = spawn("sleep", ["60"], { detached: true, stdio: "ignore" });
  const start = performance.now();
  process.kill(-(child.pid ?? 0), "SIGKILL");
  await new Promise((resolve) => child.once("exit", resolve));
  return performance.now() - start;
}

const rounds = await repeat(5, async () => ({ ...(await stop()), killMs: await killGroup() }));
await server.stop();
removeData(server.dataDirectory);
const agent = median(rounds.map(({ agentMs }) => agentMs));
report("Stop of a busy session (5 rounds, medians)", [
  {
    what: "stop → agent and its tools are gone, against a bare SIGKILL",
    ours: agent,
    unit: "ms",
    baseline: { name: "kill -9", value: median(rounds.map(({ killMs }) => killMs)) },
  },
  {
    what: "stop → agent and its tools are gone",
    ours: agent,
    unit: "ms",
    baseline: { name: "budget", value: 2_000 },
    more: false,
  },
  {
    what: "stop → session is Stopped, work kept",
    ours: median(rounds.map(({ sessionMs }) => sessionMs)),
    unit: "ms",
    baseline: { name: "agent gone", value: agent },
  },
]);
process.exit(0);
