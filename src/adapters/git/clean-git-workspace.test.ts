import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describeGitWorkspace } from "#test/contract/git-workspace.contract.ts";
import { type GitRemotes, openHostedRemotes, openServerRemotes } from "#test/fakes/git-remotes.ts";
import { CleanGitWorkspace } from "./clean-git-workspace.ts";

const author = { name: "vTeam Bot", email: "vteam-bot@ambient-code.io" };

/** A hook of the host, as a branch rule would act. */
async function refusePushes(bare: string, pattern: string): Promise<void> {
  const hook = join(bare, "hooks", "update");
  await mkdir(join(bare, "hooks"), { recursive: true });
  await writeFile(hook, `#!/bin/sh\ncase "$1" in ${pattern}) echo "this branch is guarded" >&2; exit 1;; esac\n`);
  await chmod(hook, 0o755);
}

const over = (open: () => Promise<GitRemotes>) => async () => {
  const { git, directory, make, close } = await open();
  const workspace = new CleanGitWorkspace({ git, author, now: Date.now, random: Math.random });
  return { workspace, directory, make, refusePushes, close };
};

describeGitWorkspace("CleanGitWorkspace over HTTP", over(openServerRemotes));
describeGitWorkspace("CleanGitWorkspace on our own git host", over(openHostedRemotes), {
  skip: [
    {
      reason: "our own host runs no hooks, so nothing refuses a push there but missing rights",
      tests: [
        "keeps work on the rescue branch when the host refuses its branch, in the host's words",
        "keeps work in a bundle when the host takes nothing at all",
      ],
    },
  ],
});
