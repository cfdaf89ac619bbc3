import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getRequestListener } from "@hono/node-server";
import { GitCommand } from "#adapters/git/git-command.ts";
import { DirectoryGitHost } from "#adapters/local-git-host/local-git-host.ts";
import { Secret } from "#domain/secret.ts";
import type { Remote } from "#ports/git-repository.ts";
import { makeBareRepository, git as runGit } from "./bare-repository.ts";
import { type GitServer, startGitServer } from "./git-server.ts";
import { loopbackServer } from "./loopback-server.ts";

/** A place for repositories, and the git that may reach it. */
export interface GitRemotes {
  /** Removed at the end. */
  directory: string;
  git: GitCommand;
  locate: (remote: Remote) => string | undefined;
  /** An empty repository: as a remote, and as the bare directory behind it. */
  make(name: string): Promise<{ remote: Remote; bare: string }>;
  /** A remote of this kind without a repository behind it. */
  missing: Remote;
  /** A remote with a credential that is not accepted, where this kind of remote has credentials. */
  refused?: (remote: Remote) => Remote;
  close(): Promise<void>;
}

export const credential = { username: "x-access-token", password: new Secret("canary-token-5dc1f0") };

async function openDirectory() {
  const directory = await mkdtemp(join(tmpdir(), "vteam-git-"));
  await mkdir(join(directory, "home"));
  await mkdir(join(directory, "bin"));
  await mkdir(join(directory, "repositories"));
  const git = new GitCommand({
    home: join(directory, "home"),
    path: `${join(directory, "bin")}:${process.env.PATH ?? ""}`,
    network: {},
    allowsHttp: () => true,
    allowsFile: (path) => path.startsWith(directory),
  });
  const remove = () => rm(directory, { recursive: true, force: true, maxRetries: 3 });
  return { directory, root: join(directory, "repositories"), git, remove };
}

/** Repositories behind another party's HTTP server, which insists on a credential. `config` is set in each of them. */
export async function openServerRemotes(
  config: Readonly<Record<string, string>> = {},
): Promise<GitRemotes & { server: GitServer; root: string }> {
  const { directory, root, git, remove } = await openDirectory();
  const server = await startGitServer(root, { username: credential.username, password: credential.password.reveal() });
  return {
    directory,
    root,
    git,
    server,
    locate: () => undefined,
    missing: { url: `${server.origin}/missing.git`, credential },
    refused: ({ url }) => ({ url, credential: { username: "x-access-token", password: new Secret("wrong-token") } }),
    async make(name) {
      const bare = join(root, `${name}.git`);
      await makeBareRepository(bare);
      for (const [key, value] of Object.entries(config)) await runGit(bare, "config", key, value);
      return { remote: { url: `${server.origin}/${name}.git`, credential }, bare };
    },
    async close() {
      await server.close();
      await remove();
    },
  };
}

/** Repositories of our own git host behind a real HTTP server, read where they lie. */
export async function openHostedRemotes(): Promise<GitRemotes & { host: DirectoryGitHost; origin: string }> {
  const { directory, root, git, remove } = await openDirectory();
  const host = new DirectoryGitHost({ root, startGit: (args, env) => git.start(args, env), now: Date.now });
  const listener = getRequestListener(async (request) => {
    const [, project = "", repository = "", ...rest] = new URL(request.url).pathname.split("/");
    return await host.serve(request, {
      project,
      name: repository.replace(/\.git$/, ""),
      rest: rest.join("/"),
      user: "ada",
    });
  });
  const { origin, close } = await loopbackServer(createServer((request, response) => void listener(request, response)));
  return {
    directory,
    git,
    host,
    origin,
    locate: ({ url }) => {
      const [, project = "", repository = ""] = new URL(url).pathname.split("/");
      return host.directoryOf(project, repository.replace(/\.git$/, ""));
    },
    missing: { url: `${origin}/payments/missing.git`, credential },
    async make(name) {
      await host.create("payments", name, "main");
      const url = `${origin}/payments/${name}.git`;
      return { remote: { url, credential }, bare: join(root, "payments", `${name}.git`) };
    },
    async close() {
      await close();
      await remove();
    },
  };
}

/** Repositories in a directory of this machine. */
export async function openFileRemotes(): Promise<GitRemotes> {
  const { directory, root, git, remove } = await openDirectory();
  return {
    directory,
    git,
    locate: () => undefined,
    missing: { url: `file://${root}/missing.git` },
    async make(name) {
      const bare = join(root, `${name}.git`);
      await makeBareRepository(bare);
      return { remote: { url: `file://${bare}` }, bare };
    },
    close: remove,
  };
}

/** Repositories of this machine behind a stand-in for ssh, which runs what a real one would run on the host. */
export async function openSshRemotes(): Promise<GitRemotes> {
  const { directory, root, git, remove } = await openDirectory();
  const ssh = join(directory, "bin", "ssh");
  await writeFile(ssh, '#!/bin/sh\nfor last; do :; done\nexec sh -c "$last"\n');
  await chmod(ssh, 0o755);
  return {
    directory,
    git,
    locate: () => undefined,
    missing: { url: `ssh://git@git.example.com${root}/missing.git` },
    async make(name) {
      const bare = join(root, `${name}.git`);
      await makeBareRepository(bare);
      return { remote: { url: `ssh://git@git.example.com${bare}` }, bare };
    },
    close: remove,
  };
}
