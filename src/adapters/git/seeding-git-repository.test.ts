import { join } from "node:path";
import { describeGitChanges } from "#test/contract/git-changes.contract.ts";
import { describeGitRepository, type OpenGitRepository } from "#test/contract/git-repository.contract.ts";
import {
  type GitRemotes,
  openFileRemotes,
  openHostedRemotes,
  openServerRemotes,
  openSshRemotes,
} from "#test/fakes/git-remotes.ts";
import { SeedingGitRepository } from "./seeding-git-repository.ts";

const over = (open: () => Promise<GitRemotes>) => async (): Promise<OpenGitRepository> => {
  const { git, directory, locate, make, missing, close } = await open();
  const repository = new SeedingGitRepository({ git, directory: join(directory, "mirrors"), locate, now: Date.now });
  return { repository, make, missing, close };
};

async function openOldServer(): Promise<GitRemotes> {
  const remotes = await openServerRemotes();
  remotes.server.switches.noVersion2 = true;
  return remotes;
}

const plain = { "uploadpack.allowFilter": "false", "receive.advertiseAtomic": "false" };

const lanes = [
  ["SeedingGitRepository over HTTP", over(() => openServerRemotes())],
  ["SeedingGitRepository over HTTP without protocol version 2", over(openOldServer)],
  ["SeedingGitRepository over HTTP without filters and atomic pushes", over(() => openServerRemotes(plain))],
  ["SeedingGitRepository over ssh", over(openSshRemotes)],
  ["SeedingGitRepository beside our own git host", over(openHostedRemotes)],
  ["SeedingGitRepository on file URLs", over(openFileRemotes)],
] as const;

for (const [name, open] of lanes) {
  describeGitRepository(name, open);
  describeGitChanges(name, open);
}
