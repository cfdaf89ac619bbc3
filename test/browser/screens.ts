import type { Page } from "playwright-core";
import type { HardTimes } from "./hard-times.ts";

/** What the addresses of the screens are made of. */
export interface Places {
  project: string;
  /** An RFE that has been through all phases. */
  rfe: string;
  branch: string;
  /** An RFE that is not seeded. */
  fresh: string;
  session: string;
  specs: string;
}

export const allWidths = [1280, 768, 320] as const;
type Width = (typeof allWidths)[number];

export interface Screen {
  name: string;
  path: string;
  /** What is done on the page before anybody looks; undone by the next visit. */
  act?: (page: Page) => Promise<void>;
  /** Where it is pictured; everywhere unless told. */
  widths?: readonly Width[];
}

/** Every screen there is, in the order somebody new meets them. */
export function screensOf({ project, rfe, branch, fresh, session, specs }: Places): Screen[] {
  const P = `/projects/${project}`;
  const R = `${P}/rfe/${rfe}`;
  const file = `repo=${encodeURIComponent(specs)}&path=specs/${branch}/spec.md`;
  return [
    { name: "projects", path: "/projects" },
    { name: "projects-no-hit", path: "/projects?q=zebra" },
    { name: "projects-new", path: "/projects/new" },
    { name: "project-home", path: P },
    { name: "project-first-steps", path: "/projects/empty" },
    { name: "settings-general", path: `${P}/settings/general` },
    { name: "settings-secrets", path: `${P}/settings/secrets#GIT_TOKEN` },
    { name: "settings-repositories", path: `${P}/settings/repositories` },
    { name: "settings-defaults", path: `${P}/settings/defaults` },
    { name: "settings-danger", path: `${P}/settings/danger` },
    { name: "rfe-list", path: `${P}/rfe` },
    { name: "rfe-list-empty", path: "/projects/empty/rfe" },
    { name: "rfe-new", path: `${P}/rfe/new` },
    { name: "rfe-not-seeded", path: `${P}/rfe/${fresh}` },
    { name: "rfe-seed-dialog", path: `${P}/rfe/${fresh}?dialog=seed` },
    { name: "rfe-repositories-dialog", path: `${P}/rfe/${fresh}?dialog=repos` },
    { name: "rfe-overview", path: R },
    { name: "rfe-start-dialog", path: `${R}?dialog=start&phase=plan` },
    { name: "rfe-files", path: `${R}/files` },
    { name: "rfe-file", path: `${R}/files?${file}` },
    { name: "rfe-file-source", path: `${R}/files?${file}&view=source` },
    { name: "rfe-file-diff", path: `${R}/files?${file}&view=diff` },
    { name: "rfe-tasks", path: `${R}/tasks` },
    { name: "rfe-agents", path: `${R}/agents` },
    { name: "rfe-sessions", path: `${R}/sessions` },
    { name: "rfe-activity", path: `${R}/activity` },
    { name: "sessions", path: `${P}/sessions` },
    { name: "sessions-empty", path: "/projects/empty/sessions" },
    { name: "session", path: `${P}/sessions/${session}` },
    { name: "session-changes", path: `${P}/sessions/${session}/changes` },
    { name: "session-details", path: `${P}/sessions/${session}/details` },
    { name: "not-found", path: "/nowhere" },
  ];
}

const twoWidths = [1280, 320] as const;

/** What lasts for a moment only, in the order in which it passes. */
export function passingScreensOf(times: HardTimes): Screen[] {
  const P = `/projects/${times.project}`;
  return [
    { name: "rfe-seeding", path: `${P}/rfe/${times.seeding}?seed=${times.operation}`, widths: twoWidths },
    { name: "session-running", path: `${P}/sessions/${times.running}` },
    { name: "rfe-mixed", path: `${P}/rfe/${times.mixed}` },
    { name: "session-queued", path: `${P}/sessions/${times.queued}`, widths: twoWidths },
    { name: "sessions-mixed", path: `${P}/sessions` },
    { name: "project-attention", path: P, widths: twoWidths },
  ];
}

/** What went wrong, what floats over a page, and what is left without a server or access. */
export function troubledScreensOf(times: HardTimes): Screen[] {
  const P = `/projects/${times.project}`;
  const widths = twoWidths;
  const atHome = { path: `/projects/empty`, widths };
  return [
    { name: "session-failed", path: `${P}/sessions/${times.failed}`, widths },
    { name: "session-lost", path: `${P}/sessions/${times.lost}`, widths: [1280] },
    { name: "session-unsaid", path: `${P}/sessions/${times.unsaid}`, widths: [320] },
    { name: "session-missing", path: `${P}/sessions/session-gone`, widths: [320] },
    { name: "rfe-seeding-failed", path: `${P}/rfe/${times.refused}`, widths },
    { name: "rfe-unreachable", path: `${P}/rfe/${times.unreachable}`, widths, act: shows("could not be read") },
    { name: "rfe-list-mixed", path: `${P}/rfe`, widths: [1280] },
    { name: "palette", ...atHome, act: pressing("Control+k") },
    { name: "keyboard", ...atHome, act: pressing("?") },
    { name: "connection-lost", ...atHome, widths: [768, 320], act: loseConnection },
    { name: "signed-out", ...atHome, act: signOut },
  ];
}

const shows = (words: string) => (page: Page) => page.getByText(words).last().waitFor();

const pressing = (key: string) => async (page: Page) => {
  await page.keyboard.press(key);
  await page.getByRole("dialog").waitFor();
};

async function loseConnection(page: Page): Promise<void> {
  await page.context().setOffline(true);
  await page
    .getByText(/Reconnecting…/)
    .first()
    .waitFor();
}

async function signOut(page: Page): Promise<void> {
  await page.context().clearCookies();
  await page.reload();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
}
