import { expect, test, vi } from "vitest";
import type { PhaseRfe } from "#domain/phase-session.ts";
import { Person, phaseWords } from "./person.ts";
import { Scene } from "./scene.ts";
import { readable, settled } from "./settled.ts";
import { browserSuite } from "./suite.ts";
import type { Visitor } from "./visitor.ts";

const project = "my-project";

browserSuite("stopping a session, with a reload at every step", (stage) => {
  let visitor: Visitor;
  let person: Person;
  let rfe: PhaseRfe;

  /** Whatever the page shows now, it shows again after a reload. */
  async function survivesReload(...words: (string | RegExp)[]): Promise<void> {
    for (const word of words) await visitor.page.getByText(word).first().waitFor();
    const address = visitor.page.url();
    await visitor.page.reload();
    for (const word of words) await visitor.page.getByText(word).first().waitFor();
    expect(visitor.page.url()).toBe(address);
  }

  test("finds the dialog, the seeding and its result again", async () => {
    const scene = new Scene(stage.server);
    await scene.createProject(project, "My Project");
    const urls = [await scene.createRepository(project, "specs"), await scene.createRepository(project, "backend")];
    rfe = await scene.createRfe(project, urls);
    visitor = await stage.visit();
    person = new Person(visitor.page);
    await visitor.go(`/projects/${project}/rfe/${rfe.id}`);
    await survivesReload("Spec Repository Not Seeded");
    await person.press("Seed Repository");
    await survivesReload("Seed repositories", "Use defaults");
    await person.press("Seed", person.dialog());
    await visitor.page.waitForURL(/seed=op-/);

    await survivesReload("Spec Repository Seeded");
  });

  test("stops a busy session, and says so until it has ended", async () => {
    const { page } = visitor;
    await visitor.go(`/projects/${project}/rfe/${rfe.id}`);
    await person.press(phaseWords.specify.create, person.card(phaseWords.specify.card));
    await survivesReload("Prompt");
    await page.getByLabel(/^Model/).fill("offline-busy");
    await person.press(phaseWords.specify.create, person.dialog());
    await page.waitForURL(/\/sessions\/session-/);
    await page.getByText("I start a command that takes a minute.").first().waitFor({ timeout: 30_000 });
    await survivesReload("Running", "I start a command that takes a minute.");

    await person.press("Stop", page.getByRole("main"));
    await page.getByText("Stopped").first().waitFor({ timeout: 20_000 });

    await survivesReload("Stopped");
    expect(await page.getByRole("main").getByRole("button", { name: "Stop", exact: true }).count()).toBe(0);
  });

  test("leads back from the session to its RFE, whose card offers to begin again", async () => {
    const { page } = visitor;
    await visitor.go(`/projects/${project}/rfe/${rfe.id}`);
    const card = person.card(phaseWords.specify.card);
    await vi.waitFor(async () => expect(await card.innerText()).toMatch(/View Session/), { timeout: 15_000 });
    await person.follow("View Session", card);
    await page.waitForURL(/\/sessions\//);
    await settled(page);

    expect(await readable(page)).toContain("Stopped");
    expect(stage.faults).toEqual([]);
  });
});
