import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { overflowing, violations } from "./accessibility.ts";
import { Scene } from "./scene.ts";
import { type Places, screensOf } from "./screens.ts";
import { settled } from "./settled.ts";
import { browserSuite, screenshots } from "./suite.ts";

const widths = [1280, 768, 320] as const;
const project = "my-project";

browserSuite("every screen", (stage) => {
  let places: Places;

  test("is filled with a finished RFE, a fresh one and an empty project", { timeout: 120_000 }, async () => {
    mkdirSync(screenshots, { recursive: true });
    const scene = new Scene(stage.server);
    await scene.createProject(project, "My Project", "Sign-in and accounts of the myorg platform.");
    await scene.createProject("empty", "Empty project");
    const [specs, backend] = [
      await scene.createRepository(project, "specs"),
      await scene.createRepository(project, "backend"),
    ];
    const done = await scene.createRfe(project, [specs, backend]);
    await scene.seed(project, done.id);
    await scene.complete(project, done);
    const fresh = await scene.createRfe(project, [specs, backend], {
      title: "Audit log export",
      branchName: "ambient-audit-log-export",
    });
    await scene.call("PUT", `/api/projects/${project}/secrets/GIT_TOKEN`, { body: { value: "not-a-real-token" } });
    const { body } = await scene.call("GET", `/api/projects/${project}/rfe-workflows/${done.id}/sessions`);
    const session = body.sessions.find(
      (one: { metadata: { rfePhase: string } }) => one.metadata.rfePhase === "implement",
    );
    places = { project, rfe: done.id, branch: done.branchName, fresh: fresh.id, session: session.name, specs };

    expect(session).toBeDefined();
  });

  /** Every screen in one theme: its violations, its pictures, and what sticks out where there is little room. */
  async function judge(theme: "light" | "dark"): Promise<Record<string, string[]>> {
    const { page, go } = await stage.visit({ theme });
    const found: Record<string, string[]> = {};
    for (const { name, path } of screensOf(places)) {
      await page.setViewportSize({ width: 1280, height: 900 });
      await go(path);
      const faults: string[] = [];
      await settled(page).catch((error: Error) => faults.push(`did not settle: ${error.message.split("\n")[0]}`));
      faults.push(...(await violations(page)));
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 });
        // A conversation is as long as its log; what matters is what one sees of it.
        const fullPage = !name.startsWith("session");
        // Its rows are measured anew after a change of width.
        if (!fullPage) await page.waitForTimeout(300);
        await page.screenshot({ path: join(screenshots, `${name}-${theme}-${width}.png`), fullPage });
        if (width === 320) faults.push(...(await overflowing(page)).map((line) => `sticks out at 320 px: ${line}`));
      }
      if (faults.length > 0) found[name] = [...new Set(faults)];
    }
    return found;
  }

  test("has no violation in light or dark, and does not scroll sideways at 320 px", { timeout: 240_000 }, async () => {
    const [light, dark] = await Promise.all([judge("light"), judge("dark")]);

    expect({ light, dark }).toEqual({ light: {}, dark: {} });
  });

  test("did nothing that a page must never do", () => {
    expect(stage.faults).toEqual([]);
  });
});
