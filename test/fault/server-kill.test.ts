import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { git, pushFiles } from "../fakes/git-client.ts";
import { type Requester, requester } from "../fakes/http-request.ts";
import { removeData, startVteam, type VteamServer } from "../fakes/vteam-server.ts";

// Rounds are cheap to add: VTEAM_FAULT_ROUNDS=20 npx vitest run test/fault
const rounds = Number(process.env.VTEAM_FAULT_ROUNDS ?? 2);
const branch = "ambient-user-authentication";
const P = "/api/projects/kill";
const terminal = ["Completed", "Failed", "Stopped", "Error"];

/** What the server said yes to before it died. */
interface Journal {
  project?: string;
  repositories: Record<string, string>;
  workflow?: string;
  seedCommit?: string;
  sessions: string[];
}

async function accepted(call: Requester, method: string, path: string, body?: unknown) {
  const answer = await call(method, path, body === undefined ? {} : { body });
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

async function ensureRepository(
  call: Requester,
  journal: Journal,
  server: VteamServer,
  work: string,
  name: string,
): Promise<void> {
  if (journal.repositories[name] !== undefined) return;
  const existing = (await accepted(call, "GET", `${P}/repositories`)).items.find(
    (item: { name: string }) => item.name === name,
  );
  const url = existing?.url ?? (await accepted(call, "POST", `${P}/repositories`, { name })).url;
  const refs = git(work, server.token, "ls-remote", url);
  if (refs === "")
    pushFiles(mkdtempSync(join(work, name)), url, server.token, [{ path: "README.md", content: `# ${name}\n` }]);
  journal.repositories[name] = url;
}

async function sessionFor(call: Requester, journal: Journal, phase: "specify" | "plan"): Promise<void> {
  const { specs, backend } = journal.repositories;
  const output = { url: specs, targetBranch: branch, autoCommit: true };
  const created = await accepted(call, "POST", `${P}/agentic-sessions`, {
    prompt:
      phase === "specify"
        ? "Create a detailed specification. Use the /specify command."
        : "Create a detailed implementation plan. Use the /plan command.",
    repos: [{ input: { url: specs, branch }, output }, { input: { url: backend, branch } }],
    metadata: { rfeWorkflow: journal.workflow, rfePhase: phase },
  });
  journal.sessions.push(created.name);
  const deadline = Date.now() + 60_000;
  // Not vi.waitFor: an error of the dying server must end this at once.
  while (!terminal.includes((await accepted(call, "GET", `${P}/agentic-sessions/${created.name}`)).status.phase)) {
    if (Date.now() > deadline) throw new Error(`${created.name} did not end within 60 s`);
    await delay(150);
  }
}

/** Does what is still missing, from wherever the last attempt stopped: a person who tries again. */
async function drive(call: Requester, server: VteamServer, journal: Journal, work: string): Promise<void> {
  if (journal.project === undefined) {
    if ((await call("GET", P)).status === 404) await accepted(call, "POST", "/api/projects", { name: "kill" });
    journal.project = "kill";
  }
  for (const name of ["specs", "backend"]) await ensureRepository(call, journal, server, work, name);
  const { specs, backend } = journal.repositories;
  journal.workflow ??= (
    await accepted(call, "POST", `${P}/rfe-workflows`, {
      title: "User Authentication System",
      description: "Issue JWT tokens. Support OAuth2.",
      branchName: branch,
      umbrellaRepo: { url: specs, branch: "main" },
      supportingRepos: [{ url: backend, branch: "main" }],
    })
  ).id;
  const W = `${P}/rfe-workflows/${journal.workflow}`;
  journal.seedCommit = (await accepted(call, "POST", `${W}/seed`, {})).commitSha;
  for (const phase of ["specify", "plan"] as const) {
    const { files } = await accepted(call, "GET", `${W}/summary`);
    if (!files[phase === "specify" ? "spec" : "plan"]) await sessionFor(call, journal, phase);
  }
}

async function expectNothingLost(call: Requester, journal: Journal, server: VteamServer, work: string): Promise<void> {
  if (journal.project !== undefined) expect((await call("GET", P)).status).toBe(200);
  for (const url of Object.values(journal.repositories))
    expect(git(work, server.token, "ls-remote", url)).toContain("refs/heads/main");
  if (journal.workflow !== undefined)
    expect((await call("GET", `${P}/rfe-workflows/${journal.workflow}`)).status).toBe(200);
  if (journal.seedCommit !== undefined)
    expect((await accepted(call, "GET", `${P}/rfe-workflows/${journal.workflow}/check-seeding`)).isSeeded).toBe(true);
  for (const name of journal.sessions) {
    const { status } = await vi.waitFor(
      async () => {
        const session = await accepted(call, "GET", `${P}/agentic-sessions/${name}`);
        expect(terminal).toContain(session.status.phase);
        return session;
      },
      { timeout: 60_000, interval: 200 },
    );
    const tip = git(work, server.token, "ls-remote", journal.repositories.specs ?? "", `refs/heads/${branch}`);
    if (status.phase === "Completed") expect(status.repos[0], JSON.stringify(status)).toMatchObject({ pushed: true });
    else expect(status.reason ?? status.message, JSON.stringify(status)).toBeTruthy();
    expect(tip).not.toBe("");
    const { messages, lastSeq } = await accepted(call, "GET", `${P}/agentic-sessions/${name}/messages?limit=1000`);
    expect(messages.map(({ seq }: { seq: number }) => seq)).toEqual(
      messages.map((_: unknown, index: number) => index + 1),
    );
    expect(lastSeq).toBe(messages.length);
  }
}

describe("kill -9 of the server", () => {
  it.each(Array.from({ length: rounds }, (_, round) => round))(
    "loses nothing and converges, round %i",
    { timeout: 240_000 },
    async (round) => {
      const work = mkdtempSync(join(tmpdir(), "vteam-kill-"));
      const journal: Journal = { repositories: {}, sessions: [] };
      let server = await startVteam();
      try {
        const moment = 200 + ((round * 0.618 + Math.random() * 0.2) % 1) * 14_000;
        const first = drive(requester(server.origin, server.token), server, journal, work).catch(() => undefined);
        const timer = new Promise((resolve) => setTimeout(resolve, moment));
        await Promise.race([first, timer]);
        await server.kill();
        await first;

        server = await startVteam({ dataDirectory: server.dataDirectory });
        const call = requester(server.origin, server.token);
        await expectNothingLost(call, journal, server, work);
        await drive(call, server, journal, work);

        const summary = await accepted(call, "GET", `${P}/rfe-workflows/${journal.workflow}/summary`);
        expect(summary.files, `killed after ${Math.round(moment)} ms`).toMatchObject({ spec: true, plan: true });
        expect(git(work, server.token, "ls-remote", journal.repositories.backend ?? "")).toContain(
          `refs/heads/${branch}`,
        );
      } finally {
        await server.stop();
        removeData(server.dataDirectory);
        removeData(work);
      }
    },
  );
});
