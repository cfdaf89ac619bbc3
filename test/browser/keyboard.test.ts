import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { Scene } from "./scene.ts";
import { browserSuite } from "./suite.ts";

/** Presses Tab until what has the focus is called like this. Fails when the focus cannot be seen, or never gets there. */
async function tabTo(page: Page, name: RegExp, limit = 60): Promise<void> {
  const passed: string[] = [];
  for (let press = 0; press < limit; press++) {
    await page.keyboard.press("Tab");
    const focus = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return { name: "", isSeen: true };
      const label = element.getAttribute("aria-label") ?? (element as HTMLInputElement).labels?.[0]?.textContent;
      const style = getComputedStyle(element);
      const isSeen =
        style.boxShadow !== "none" || (style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) > 0);
      return { name: (label ?? element.textContent ?? "").replace(/\s+/g, " ").trim(), isSeen };
    });
    passed.push(focus.name.slice(0, 40));
    if (!focus.isSeen) throw new Error(`the focus on "${focus.name}" cannot be seen`);
    if (name.test(focus.name)) return;
  }
  throw new Error(`Tab never reached ${name}; it passed ${passed.join(" · ")}`);
}

browserSuite("with the keyboard alone", (stage) => {
  test("from the list of projects to a seeded RFE", { timeout: 90_000 }, async () => {
    const { page, faults } = await stage.visit();
    const { keyboard } = page;
    await page.goto("/projects");
    await page.getByText("No projects yet.").waitFor();
    await tabTo(page, /^Create project$/);
    await keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await keyboard.type("My Project");
    await keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "My Project" }).waitFor();

    for (const name of ["specs", "backend"]) {
      await page.goto("/projects/my-project/settings/repositories");
      await page.getByLabel("Repository name").waitFor();
      await tabTo(page, /^Repository name/);
      await keyboard.type(name);
      await keyboard.press("Enter");
      await page.getByRole("heading", { level: 3, name, exact: true }).waitFor();
      new Scene(stage.server).push(`${stage.server.origin}/git/my-project/${name}.git`, name as "specs" | "backend");
    }

    await tabTo(page, /^RFEs/);
    await keyboard.press("Enter");
    await page.waitForURL(/\/rfe$/);
    await tabTo(page, /^New RFE$/);
    await keyboard.press("Enter");
    await page.waitForURL(/\/rfe\/new/);
    await tabTo(page, /^Title/);
    await keyboard.type("User Authentication System");
    await tabTo(page, /^Spec Repo URL/);
    // The newest of this server's repositories, by its suggestions.
    await keyboard.press("ArrowDown");
    await page.getByRole("option", { name: /specs/ }).waitFor();
    await keyboard.type("specs");
    await keyboard.press("ArrowDown");
    await keyboard.press("Enter");
    await keyboard.press("Control+Enter");
    await page.waitForURL(/\/rfe\/rfe-\d+/);

    await page.getByText("Spec Repository Not Seeded").waitFor();
    await tabTo(page, /^Seed Repository$/);
    await keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await tabTo(page, /^Seed$/);
    await keyboard.press("Enter");
    await page.getByText("Spec Repository Seeded").waitFor();
    await tabTo(page, /^Create Session to Start Work$/);

    expect(faults).toEqual([]);
  });

  test("opens the palette and the map of keys, and gives the focus back", async () => {
    const { page, faults } = await stage.visit();
    await page.goto("/projects");
    await page.getByRole("heading", { level: 1 }).waitFor();
    await tabTo(page, /^Create project$/);
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.keyboard.press("?");
    await page.getByRole("heading", { name: "Keyboard shortcuts" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });

    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("Create project");
    expect(faults).toEqual([]);
  });
});
