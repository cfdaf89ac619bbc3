import { type ChildProcess, spawn } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startSeed } from "#app/rfe-seed.ts";
import { git } from "#test/fakes/bare-repository.ts";
import { openRequestPoints, type RequestPoint, type RequestPoints } from "#test/fakes/request-points.ts";
import { ada, allowToken, SeedHouse, type SeedRepo, seedDepsOn, tipOf } from "#test/fakes/seed-house.ts";
import { openTemporarySqlite, type TemporarySqlite } from "#test/fakes/temporary-sqlite.ts";

// By hand: VTEAM_FAULT_ROUNDS=20 npx vitest run test/fault/seeding.test.ts
const rounds = Number(process.env.VTEAM_FAULT_ROUNDS ?? 1);
const POINTS = 18;
const moments = ["before", "during", "after"] as const;
const worker = fileURLToPath(new URL("../fakes/seed-worker.ts", import.meta.url));

let house: SeedHouse;
let points: RequestPoints;
let repos: SeedRepo[];
let clean: { requests: number; tree: string };

beforeAll(async () => {
  house = await SeedHouse.open();
  points = await openRequestPoints(house.remotes.server.origin);
  repos = await Promise.all(["specs", "a", "b", "c"].map((name) => house.repository(name)));
  for (const { bare } of repos) await git(bare, "config", "receive.fsckObjects", "true");
  const seeding = await openSeeding("clean");
  await ended(seeding.run());
  clean = { requests: points.seen, tree: await treeOf("clean") };
  await seeding.close();
});
afterAll(async () => {
  await points.close();
  await house.close();
});

const ended = (child: ChildProcess): Promise<void> => new Promise((resolve) => child.once("exit", () => resolve()));

/** A data directory with one seeding to do, and the process that does it. */
async function openSeeding(branchName: string) {
  const temporary: TemporarySqlite = await openTemporarySqlite();
  const { sqlite, directory } = temporary;
  await mkdir(`${directory}/home`);
  await allowToken(sqlite, points.origin);
  const mirrors = { git: house.remotes.git, directory, locate: () => undefined, now: Date.now };
  const deps = seedDepsOn(sqlite, mirrors);
  const [specs = { url: "" }, ...supporting] = repos.map(({ url }) => ({
    url: url.replace(house.remotes.server.origin, points.origin),
    branch: "main",
  }));
  await deps.stores.rfes.create({
    metadata: { project: "web", name: "rfe-1", createdBy: "ada" },
    spec: {
      ...{ title: "A feature", description: "", branchName, workspacePath: "", jiraLinks: [] },
      umbrellaRepo: { url: specs.url, branch: "main" },
      supportingRepos: supporting,
    },
    status: { phase: "Initializing", message: "" },
  });
  const { metadata } = await startSeed(deps, ada, { project: "web", id: "rfe-1", request: {} });
  sqlite.close();
  points.seen = 0;
  points.at = undefined;
  return {
    run: () =>
      spawn(process.execPath, [worker, directory], { stdio: "inherit", env: { PATH: process.env.PATH ?? "" } }),
    async operation() {
      const stores = (await temporary.reopen()).stores;
      return stores.operations.get({ project: "web", name: metadata.name });
    },
    close: () => temporary.close(),
  };
}

/** What is on the spec branch, without the branch's own name. */
const treeOf = async (branch: string): Promise<string> =>
  (await git(repos[0]?.bare ?? "", "ls-tree", "-r", branch)).replaceAll(`specs/${branch}/`, "specs/branch/");

const visible = async (branch: string): Promise<boolean[]> =>
  (await Promise.all(repos.map((repo) => tipOf(repo, branch)))).map((tip) => tip !== "");

/** Different moments each round, spread evenly over all requests that a whole seeding makes. */
function pointsOf(round: number): RequestPoint[] {
  const all = Array.from({ length: clean.requests }, (_, n) => moments.map((when) => ({ n: n + 1, when }))).flat();
  const step = all.length / POINTS;
  const offset = (round * 0.618 * step) % step;
  return Array.from({ length: POINTS }, (_, index) => all[Math.floor(offset + index * step)]).flatMap((p) => p ?? []);
}

test.for(Array.from({ length: rounds }, (_, round) => round))(
  "kill -9 at many moments: never the spec branch first, and every second run converges (round %i)",
  { timeout: 600_000 },
  async (round) => {
    const killed: string[] = [];
    for (const [index, point] of pointsOf(round).entries()) {
      const branch = `kill-${round}-${index}`;
      const where = `killed ${point.when} request ${point.n} of ${clean.requests}`;
      const seeding = await openSeeding(branch);
      const first = seeding.run();
      points.at = { point, act: () => void first.kill("SIGKILL") };
      await ended(first);
      await points.idle();
      if (first.signalCode === "SIGKILL") killed.push(where);
      const [spec, ...supporting] = await visible(branch);
      if (spec) expect(supporting, where).toEqual([true, true, true]);

      points.at = undefined;
      await ended(seeding.run());
      const operation = await seeding.operation();
      await seeding.close();

      expect(operation?.status.error, where).toBeNull();
      expect(await visible(branch), where).toEqual([true, true, true, true]);
      expect(await treeOf(branch), where).toBe(clean.tree);
      expect(await git(repos[0]?.bare ?? "", "rev-list", "--count", `main..${branch}`), where).toBe("1");
    }
    expect(killed.length).toBeGreaterThanOrEqual(16);
    for (const { bare } of repos) expect(await git(bare, "fsck", "--full", "--strict", "--no-dangling")).toBe("");
  },
);
