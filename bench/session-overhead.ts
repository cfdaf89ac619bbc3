// What vteam adds to a session beyond the agent's own time, with the real agent SDK on a scripted model. Budget: 1.5 s at each end.
// Baseline: the same agent SDK started by hand in the same directory, without vteam.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { query } from "@anthropic-ai/claude-agent-sdk";
import { pushFiles } from "#test/fakes/git-client.ts";
import { requester } from "#test/fakes/http-request.ts";
import { startMessagesServer } from "#test/fakes/messages-server.ts";
import { removeData, startVteam } from "#test/fakes/vteam-server.ts";
import { median, repeat, report } from "./measure.ts";

const P = "/api/projects/bench";
const work = mkdtempSync(join(tmpdir(), "vteam-bench-"));
const script = (request: { toolResults: unknown[] }) =>
  request.toolResults.length > 0
    ? { text: "Done." }
    : { text: "Writing.", tools: [{ name: "Bash", input: { command: "date +%s%N > stamp.txt" } }] };
const model = await startMessagesServer(script);
const server = await startVteam({
  environment: { ANTHROPIC_API_KEY: "bench-key-000000", ANTHROPIC_BASE_URL: model.url },
});
const call = requester(server.origin, server.token);
await call("POST", "/api/projects", { body: { name: "bench" } });
const { url } = (await call("POST", `${P}/repositories`, { body: { name: "code" } })).body;
pushFiles(join(work, "code"), url, server.token, [{ path: "README.md", content: "# Code\n" }]);
execFileSync("git", ["-C", join(server.dataDirectory, "git/bench/code.git"), "branch", "feature", "main"]);

interface Message {
  type: string;
  timestamp: number;
}

async function session(): Promise<{ beforeMs: number; afterMs: number }> {
  model.setScript(script);
  const seen = model.requests.length;
  const created = performance.now();
  const repos = [{ input: { url, branch: "feature" }, output: { url, targetBranch: "feature", autoCommit: true } }];
  const { name } = (await call("POST", `${P}/agentic-sessions`, { body: { prompt: "Write the stamp.", repos } })).body;
  for (;;) {
    const { body } = await call("GET", `${P}/agentic-sessions/${name}`);
    if (body.status.phase === "Completed") break;
    if (["Failed", "Error"].includes(body.status.phase)) throw new Error(JSON.stringify(body.status));
    await delay(50);
  }
  const messages: Message[] = (await call("GET", `${P}/agentic-sessions/${name}/messages?limit=200`)).body.messages;
  const lastWord = messages.findLast(({ type }) => type === "agent.message")?.timestamp ?? Number.NaN;
  const pushed = messages.findLast(({ type }) => type === "git")?.timestamp ?? Number.NaN;
  return { beforeMs: (model.requests[seen]?.time ?? Number.NaN) - created, afterMs: pushed - lastWord };
}

async function bareSdk(round: number): Promise<number> {
  model.setScript([{ text: "Done." }]);
  const [seen, cwd] = [model.requests.length, join(work, `bare-${round}`)];
  mkdirSync(join(cwd, "home/.claude"), { recursive: true });
  const env = {
    PATH: process.env.PATH ?? "",
    HOME: join(cwd, "home"),
    CLAUDE_CONFIG_DIR: join(cwd, "home/.claude"),
    ANTHROPIC_BASE_URL: model.url,
    ANTHROPIC_API_KEY: "bench-key-000000",
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
  };
  const start = performance.now();
  for await (const _ of query({
    prompt: "Say done.",
    options: { cwd, env, settingSources: [], permissionMode: "acceptEdits", maxTurns: 2 },
  }));
  return (model.requests[seen]?.time ?? Number.NaN) - start;
}

const rounds = await repeat(5, async (round) => ({ ...(await session()), bareMs: await bareSdk(round) }));
await server.stop();
await model.close();
removeData(server.dataDirectory);
removeData(work);
const [before, bare] = [median(rounds.map(({ beforeMs }) => beforeMs)), median(rounds.map(({ bareMs }) => bareMs))];
report("Overhead of a session (5 rounds, medians)", [
  {
    what: "create → agent's first request, against the bare SDK",
    ours: before,
    unit: "ms",
    baseline: { name: "bare SDK", value: bare },
  },
  {
    what: "create → agent's first request, less the SDK's own start",
    ours: before - bare,
    unit: "ms",
    baseline: { name: "budget", value: 1_500 },
    more: false,
  },
  {
    what: "agent's last word → commit on the branch",
    ours: median(rounds.map(({ afterMs }) => afterMs)),
    unit: "ms",
    baseline: { name: "budget", value: 1_500 },
    more: false,
  },
]);
process.exit(0);
