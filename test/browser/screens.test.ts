import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, expect, test, vi } from "vitest";
import { overflowing, violations } from "./accessibility.ts";
import { type HardTimes, HardTimesScene, openTroubledHost } from "./hard-times.ts";
import { Scene } from "./scene.ts";
import { allWidths, type Places, passingScreensOf, type Screen, screensOf, troubledScreensOf } from "./screens.ts";
import { settled } from "./settled.ts";
import { browserSuite, screenshots } from "./suite.ts";

const project = "my-project";

type Theme = "light" | "dark";

async function picture(page: Page, name: string): Promise<void> {
  // A conversation is as long as its log; what matters is what one sees of it.
  const fullPage = !name.startsWith("session");
  // Its rows are measured anew after a change of width.
  if (!fullPage) await page.waitForTimeout(300);
  await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage });
}

/** How much of the page lies below what one sees of it. */
const belowTheFold = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight - window.scrollY);

browserSuite(
  "every screen",
  (stage) => {
    let places: Places;
    let hard: HardTimesScene;
    let times: HardTimes;
    let troubles: Awaited<ReturnType<HardTimesScene["settle"]>>;
    let host: Awaited<ReturnType<typeof openTroubledHost>> | undefined;
    afterAll(() => host?.close());

    /** A finished RFE and a fresh one. */
    async function fill(scene: Scene): Promise<Places> {
      await scene.createProject(project, "My Project", "Sign-in and accounts of the myorg platform.");
      await scene.createProject("empty", "Empty project");
      const specs = await scene.createRepository(project, "specs");
      const backend = await scene.createRepository(project, "backend");
      const done = await scene.createRfe(project, [specs, backend]);
      await scene.seed(project, done.id);
      await scene.complete(project, done);
      const words = { title: "Audit log export", branchName: "ambient-audit-log-export" };
      const fresh = await scene.createRfe(project, [specs, backend], words);
      await scene.call("PUT", `/api/projects/${project}/secrets/GIT_TOKEN`, { body: { value: "not-a-real-token" } });
      const { body } = await scene.call("GET", `/api/projects/${project}/rfe-workflows/${done.id}/sessions`);
      const implemented = ({ metadata }: { metadata: { rfePhase: string } }) => metadata.rfePhase === "implement";
      const session = body.sessions.find(implemented).name;
      return { project, rfe: done.id, branch: done.branchName, fresh: fresh.id, session, specs };
    }

    test("is filled with RFEs and sessions of every kind and an empty project", { timeout: 120_000 }, async () => {
      mkdirSync(screenshots, { recursive: true });
      host = await openTroubledHost();
      const scene = new Scene(stage.server);
      hard = new HardTimesScene(scene, stage.server, host);

      [places, troubles] = await Promise.all([fill(scene), hard.settle()]);

      expect(places.session).toMatch(/^session-/);
    });

    /** Screens in one theme: their violations, their pictures, and what sticks out where there is little room. */
    async function judge(theme: Theme, screens: readonly Screen[]): Promise<Record<string, string[]>> {
      const { page, go, close } = await stage.visit({ theme });
      const found: Record<string, string[]> = {};
      for (const { name, path, act, widths = allWidths } of screens) {
        await page.context().setOffline(false);
        await page.setViewportSize({ width: 1280, height: 900 });
        await go(path);
        const faults: string[] = [];
        await settled(page).catch((error: Error) => faults.push(`did not settle: ${error.message.split("\n")[0]}`));
        await act?.(page);
        faults.push(...(await violations(page)));
        // Colours do not change the layout: the dark theme is not pictured at the width in between.
        for (const width of widths.filter((one) => theme === "light" || one !== 768)) {
          await page.setViewportSize({ width, height: 900 });
          await picture(page, `${name}-${theme}-${width}`);
          if (width === 320) faults.push(...(await overflowing(page)).map((line) => `sticks out at 320 px: ${line}`));
        }
        if (faults.length > 0) found[name] = [...new Set(faults)];
      }
      await close();
      return found;
    }

    const judgeBoth = async (screens: readonly Screen[]): Promise<object> => {
      const [light, dark] = await Promise.all([judge("light", screens), judge("dark", screens)]);
      return { light, dark };
    };

    test("has no violation in light or dark, and does not scroll sideways at 320 px", {
      timeout: 360_000,
    }, async () => {
      expect(await judgeBoth(screensOf(places))).toEqual({ light: {}, dark: {} });
    });

    test("opens a finished conversation on a phone at its end", async () => {
      const { page, go } = await stage.visit({ width: 320, height: 700 });
      await go(`/projects/${project}/sessions/${places.session}`);
      await settled(page);

      await vi.waitFor(async () => expect(await belowTheFold(page)).toBeLessThan(2));
    });

    test("has none while agents work and repositories are seeded", { timeout: 120_000 }, async () => {
      times = await hard.begin(troubles);
      const phone = await stage.visit({ width: 320, height: 700 });
      await phone.go(`/projects/${times.project}/sessions/${times.running}`);
      await phone.page.getByText("I start a command that takes a minute.").waitFor();
      const stop = phone.page.getByRole("main").getByRole("button", { name: "Stop", exact: true });

      expect(await belowTheFold(phone.page)).toBeLessThan(2);
      expect((await stop.boundingBox())?.y).toBeLessThan(200);
      expect(await judgeBoth(passingScreensOf(times))).toEqual({ light: {}, dark: {} });
    });

    test("has none after failures, without a connection or access, and below what floats", {
      timeout: 240_000,
    }, async () => {
      expect(await judgeBoth(troubledScreensOf(times))).toEqual({ light: {}, dark: {} });
    });

    test("did nothing that a page must never do", () => {
      expect(stage.faults).toEqual([]);
    });
  },
  async () => ({ VTEAM_ALLOW_HTTP_REPOS: "true" }),
);
