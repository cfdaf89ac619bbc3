import { appendFile, mkdir, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { repositoryName, sameRepository } from "#domain/repo-url.ts";
import { specsDirectory } from "#domain/rfe.ts";
import type { RunOrder } from "#domain/run-order.ts";
import type { SessionRepo } from "#domain/session.ts";
import type { Checkout, CheckoutRequest, GitWorkspace } from "#ports/git-workspace.ts";
import { patienceWith } from "./git-patience.ts";
import type { RunClient } from "./run-client.ts";

/** One repository of the session, checked out. */
export interface WorkspaceRepo {
  index: number;
  repo: SessionRepo;
  request: CheckoutRequest;
  checkout: Checkout;
  isReadOnly: boolean;
}

export interface Workspace {
  root: string;
  repos: WorkspaceRepo[];
  workingDirectory: string;
  /** Made for the agent; anything else below the root is not its business. */
  home: string;
  configRoot: string;
  environment: Record<string, string>;
}

export interface WorkspaceDeps {
  gitWorkspace: GitWorkspace;
  client: Pick<RunClient, "gitCredential">;
  /** One line for people. */
  say: (text: string, level?: "info" | "warning") => void;
}

/** A restart takes seconds, an update of a host perhaps minutes. */
const PATIENCE_MS = 120_000;
const FEATURE_FILE = ".specify/feature.json";
const UNSAFE = /[^A-Za-z0-9._-]+/g;
const LEADING = /^[.-]+/;

/** The directory of each repository: its name, made unique and harmless. */
export function directoryNames(urls: readonly string[]): string[] {
  const taken = new Set<string>();
  return urls.map((url) => {
    const name = repositoryName(url).replaceAll(UNSAFE, "-").replace(LEADING, "repository-").slice(0, 80);
    let unique = name;
    for (let n = 2; taken.has(unique.toLowerCase()); n++) unique = `${name}-${n}`;
    taken.add(unique.toLowerCase());
    return unique;
  });
}

/** Clones all repositories at once, and prepares what the agent needs beside them. */
export async function openWorkspace(
  deps: WorkspaceDeps,
  order: RunOrder,
  root: string,
  signal: AbortSignal,
): Promise<Workspace> {
  const { repos, mainRepoIndex } = order.spec;
  const [home, configRoot, empty] = [
    join(root, "agent/home"),
    join(root, "agent/config"),
    join(root, "repos/workspace"),
  ];
  for (const directory of ["repos", "clean"]) await mkdir(join(root, directory), { recursive: true });
  for (const directory of [home, configRoot]) await mkdir(directory, { recursive: true });
  const names = directoryNames(repos.map((repo) => repo.input.url));
  const places = repos.map((repo, index) => ({ repo, index, name: names[index] ?? `${index}`, order, root }));
  const open = await allOrNone(places, (place, within) => checkOut(deps, place, within), signal);
  const main = open[mainRepoIndex];
  // A session without repositories still needs somewhere to be.
  if (main === undefined) await mkdir(empty, { recursive: true });
  await Promise.all(open.map((repo) => nameFeature(repo, order)));
  return {
    root,
    repos: open,
    workingDirectory: main?.checkout.directory ?? empty,
    home,
    configRoot,
    environment: featureEnvironment(order),
  };
}

/** The first failure ends the others, and is told once they have ended: nothing works on when the run is over. */
async function allOrNone<T, R>(
  items: readonly T[],
  work: (item: T, signal: AbortSignal) => Promise<R>,
  signal: AbortSignal,
): Promise<R[]> {
  const failed = new AbortController();
  const under = items.map((item) => work(item, AbortSignal.any([signal, failed.signal])));
  try {
    return await Promise.all(under);
  } finally {
    failed.abort();
    await Promise.allSettled(under);
  }
}

interface Place {
  repo: SessionRepo;
  index: number;
  /** The directory's name. */
  name: string;
  order: RunOrder;
  root: string;
}

async function checkOut(
  { gitWorkspace, client, say }: WorkspaceDeps,
  { repo, index, name, order, root }: Place,
  signal: AbortSignal,
): Promise<WorkspaceRepo> {
  const { url, branch } = repo.input;
  const base = order.feature?.bases.find((candidate) => sameRepository(candidate.url, url))?.branch;
  say(`Cloning ${url} at ${branch}.`);
  const credential = await client.gitCredential(index, "read", signal);
  const request = {
    remote: { url, credential },
    branch,
    compareWith: base === undefined ? [] : [base],
    directory: join(root, "repos", name),
    cleanDirectory: join(root, "clean", `${name}.git`),
    exclude: [FEATURE_FILE],
    patience: patienceWith(url, PATIENCE_MS, say),
  };
  const checkout = await gitWorkspace.checkout(request, signal);
  const isReadOnly = repo.output === undefined;
  say(`Cloned ${url} at ${checkout.commit.slice(0, 7)}${isReadOnly ? ", read-only" : ""}.`);
  return { index, repo, request, checkout, isReadOnly };
}

function featureEnvironment({ feature }: RunOrder): Record<string, string> {
  if (feature === undefined) return {};
  const { branchName } = feature;
  return {
    SPECIFY_FEATURE: branchName,
    SPECIFY_FEATURE_DIRECTORY: specsDirectory(branchName),
    GIT_BRANCH_NAME: branchName,
  };
}

/** Newer kits find the feature only through this file, and none of them commits it. */
async function nameFeature({ checkout, repo }: WorkspaceRepo, { feature }: RunOrder): Promise<void> {
  const file = join(checkout.directory, FEATURE_FILE);
  if (feature === undefined || !sameRepository(repo.input.url, feature.umbrellaUrl)) return;
  if (!(await isDirectory(dirname(file)))) return;
  const text = `${JSON.stringify({ feature_directory: specsDirectory(feature.branchName) })}\n`;
  // "wx": a branch that does hold one keeps its own.
  await writeFile(file, text, { flag: "wx" }).catch(() => {});
  // For commits that the agent makes itself; those we make leave the file out anyway.
  const info = join(checkout.directory, ".git/info");
  await mkdir(info, { recursive: true });
  await appendFile(join(info, "exclude"), `/${FEATURE_FILE}\n`);
}

const isDirectory = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
