import { expect, test, vi } from "vitest";
import { seedStepTitles } from "#domain/operation.ts";
import { boardPhases } from "#domain/rfe-phase.ts";
import {
  formTexts,
  historyTexts,
  notSeededTexts,
  phaseTexts,
  promptTexts,
  refreshText,
  seededTexts,
  seedSourceTexts,
  specifiedTexts,
} from "./guide-texts.ts";
import { Person, phaseWords } from "./person.ts";
import { Scene } from "./scene.ts";
import { readable, settled } from "./settled.ts";
import { browserSuite } from "./suite.ts";
import type { Visitor } from "./visitor.ts";

const project = "my-project";
const branch = "ambient-user-authentication";

// The guide's walk by hand, in a browser; each test builds on the one before it.
browserSuite("from nothing to a reviewed branch", (stage) => {
  let visitor: Visitor;
  let person: Person;
  let scene: Scene;
  let home: string;
  const repositoryUrl = (name: string) => `${stage.server.origin}/git/${project}/${name}.git`;
  const onScreen = () => readable(visitor.page);

  test("creates a project, whose name follows what people call it", async () => {
    visitor = await stage.visit();
    person = new Person(visitor.page);
    scene = new Scene(stage.server);
    await visitor.go("/projects");
    const empty = await vi.waitFor(async () => {
      const text = await onScreen();
      expect(text).toContain("No projects yet.");
      return text;
    }, 10_000);

    await person.createProject("My Project");

    expect(empty).toContain("A project holds your RFEs, its secrets and its members.");
    expect(visitor.page.url()).toBe(`${stage.server.origin}/projects/${project}`);
  });

  test("creates two repositories, and fills them as git clients do", async () => {
    await person.createRepository(project, "specs");
    await person.createRepository(project, "backend");
    scene.push(repositoryUrl("specs"), "specs");
    scene.push(repositoryUrl("backend"), "backend");

    const text = await onScreen();

    expect(text).toContain(`git clone ${repositoryUrl("specs")}`);
  });

  test("creates an RFE by the form, whose branch follows the title", async () => {
    const { page } = visitor;
    await person.describeRfe(project, {
      title: "User Authentication System",
      description: "Implement JWT-based authentication with OAuth2 integration.",
      outcome: "RHASTRAT-456",
    });
    const suggestion = () => page.getByLabel(/^Branch Name/).inputValue();
    // The rules that make it come after the form.
    await vi.waitFor(async () => expect(await suggestion()).toBe(branch), 20_000);
    const form = await onScreen();
    await person.chooseRepository("Spec Repo", repositoryUrl("specs"));
    await person.press("Add repository");
    await person.chooseRepository("Supporting Repo 1", repositoryUrl("backend"));

    await person.press("Create Workspace");
    await page.waitForURL(/\/rfe\/rfe-\d+/);

    home = new URL(page.url()).pathname;
    for (const words of formTexts) expect(form).toContain(words);
  });

  test("says that the repository is not seeded, in the guide's words", async () => {
    await person.page.getByText("Spec Repository Not Seeded").waitFor();
    const text = await onScreen();

    for (const words of notSeededTexts(branch)) expect(text).toContain(words);
  });

  test("suggests the guide's sources, seeds with its own, and tells what each step did", async () => {
    const { page } = visitor;
    await person.press("Seed Repository");
    const useDefaults = person.dialog().getByLabel("Use defaults");
    await useDefaults.uncheck();
    const suggested = Object.keys(seedSourceTexts).map(async (label) => [
      label,
      await person.dialog().getByLabel(label).inputValue(),
    ]);
    expect(Object.fromEntries(await Promise.all(suggested))).toEqual(seedSourceTexts);
    await useDefaults.check();

    await person.press("Seed", person.dialog());
    await page.getByText("Spec Repository Seeded").waitFor();
    await settled(page);
    await person.open("Log of the eight steps");
    const text = await onScreen();

    for (const words of [...seededTexts, ...phaseTexts, refreshText]) expect(text).toContain(words);
    for (const title of Object.values(seedStepTitles)) expect(text).toContain(`${title} : done`);
  });

  test.each(boardPhases)("takes the phase %s from its card to its end", async (phase) => {
    const { page } = visitor;
    const { card, document } = phaseWords[phase];
    await visitor.go(home);
    let prompt = "";
    await person.startPhase(phase, async (dialog) => {
      prompt = await dialog.getByLabel("Prompt").inputValue();
    });
    await page.locator("main header").getByText("Completed", { exact: true }).waitFor({ timeout: 45_000 });

    await visitor.go(home);
    const cardText = async () => (await person.card(card).innerText()).replace(/\s+/g, " ");
    await vi.waitFor(async () => expect(await cardText()).toMatch(/View Session/), { timeout: 10_000 });

    for (const words of promptTexts(branch)[phase]) expect(prompt).toContain(words);
    if (document !== undefined) expect(await cardText()).toContain(`✓ ${document} created`);
    if (phase === "specify") {
      for (const words of specifiedTexts) expect(await cardText()).toContain(words);
      expect((await person.card("Planning Phase").innerText()).replace(/\s+/g, " ")).toContain("Status: Not Started");
    }
  });

  test("marks a task as done, which is a commit, and opens it again", async () => {
    const { page } = visitor;
    await person.follow(/^Tasks/);
    await page.waitForURL(/\/tasks/);
    const counted = page.getByText(/^\d+ of \d+ tasks/);
    await counted.waitFor();
    const before = await counted.innerText();

    await person.press("Mark as done: T001");
    await person.page.getByRole("button", { name: "Open again: T001" }).waitFor();
    const ticked = await counted.innerText();
    await person.press("Open again: T001");
    await person.page.getByRole("button", { name: "Mark as done: T001" }).waitFor();
    await visitor.go(home);
    await settled(page);

    expect(before).toMatch(/^0 of/);
    expect(ticked).toMatch(/^1 of/);
    expect(await onScreen()).toContain("docs: mark T001 as done");
  });

  test("shows the specification, what changed in it, and who did what", async () => {
    const { page } = visitor;
    await person.follow("View Specification", person.card("Specification Phase"));
    await page
      .getByRole("heading", { name: /User Authentication/ })
      .first()
      .waitFor();
    const path = new URL(page.url()).searchParams.get("path");
    await person.follow(/^Diff/);
    await page.waitForURL(/view=diff/);
    await settled(page);
    const diff = await onScreen();
    await person.follow("Activity");
    await page.waitForURL(/\/activity/);
    await page.getByText("vTeam Bot").first().waitFor();
    await settled(page);
    const history = await onScreen();

    for (const words of historyTexts(branch)) expect(history).toContain(words);
    expect(path).toBe(`specs/${branch}/spec.md`);
    expect(diff).toContain("Feature Specification");
  });

  test("did nothing that a page must never do", () => {
    expect(stage.faults).toEqual([]);
  });
});
