import type { Patience } from "#ports/git-workspace.ts";

/** Waits for the host of a repository and tells the people who watch why nothing happens. */
export const patienceWith = (
  url: string,
  withinMs: number,
  say: (text: string, level?: "info" | "warning") => void,
): Patience => ({
  withinMs,
  tell(host) {
    if (host === "back") say(`The git host of ${url} answers again.`);
    else say(`The git host of ${url} does not answer; trying again for up to ${withinMs / 1_000} seconds.`, "warning");
  },
});
