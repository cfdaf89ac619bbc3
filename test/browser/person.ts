import type { Locator, Page } from "playwright-core";
import type { BoardPhase } from "#domain/rfe-phase.ts";

/** The cards of an RFE by their titles, and the button that starts each phase. */
export const phaseWords: Record<BoardPhase, { card: string; create: string; document?: string; view?: string }> = {
  specify: {
    card: "Specification Phase",
    create: "Create Specification Session",
    document: "spec.md",
    view: "View Specification",
  },
  plan: { card: "Planning Phase", create: "Create Planning Session", document: "plan.md", view: "View Plan" },
  tasks: { card: "Tasks Phase", create: "Create Tasks Session", document: "tasks.md", view: "View Tasks" },
  implement: { card: "Implementation Phase", create: "Create Implementation Session" },
  review: { card: "Review Phase", create: "Create Review Session" },
};

/** What people do on the screens, by the words they see. */
export class Person {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  press = (name: string | RegExp, within: Page | Locator = this.page): Promise<void> =>
    within
      .getByRole("button", { name, exact: typeof name === "string" })
      .first()
      .click();
  follow = (name: string | RegExp, within: Page | Locator = this.page): Promise<void> =>
    within
      .getByRole("link", { name, exact: typeof name === "string" })
      .first()
      .click();
  open = (summary: string): Promise<void> => this.page.locator("summary").filter({ hasText: summary }).click();
  fill = (label: string | RegExp, text: string): Promise<void> => this.page.getByLabel(label).first().fill(text);
  card = (title: string): Locator => this.page.getByRole("region", { name: title });
  dialog = (): Locator => this.page.getByRole("dialog");

  async createProject(displayName: string): Promise<void> {
    await this.page.goto("/projects");
    await this.follow("Create project");
    await this.fill("Display name", displayName);
    await this.press("Create project", this.dialog());
    await this.page.getByRole("heading", { level: 1, name: displayName }).waitFor();
  }

  async createRepository(project: string, name: string): Promise<void> {
    await this.page.goto(`/projects/${project}/settings/repositories`);
    await this.fill("Repository name", name);
    await this.press("Create repository");
    await this.page.getByRole("heading", { level: 3, name, exact: true }).waitFor();
  }

  /** Writes a URL into the field, as if pasted. */
  async chooseRepository(label: string, url: string): Promise<void> {
    await this.page.getByRole("combobox", { name: `${label} URL` }).fill(url);
    await this.page.keyboard.press("Escape");
  }

  async describeRfe(project: string, words: Record<"title" | "description" | "outcome", string>): Promise<void> {
    await this.page.goto(`/projects/${project}/rfe/new`);
    await this.fill("Title", words.title);
    await this.fill(/^Description/, words.description);
    await this.fill(/^Parent Outcome/, words.outcome);
  }

  /** Starts a phase by its card and stays on the page of its session. */
  async startPhase(phase: BoardPhase, choose: (dialog: Locator) => Promise<void> = async () => {}): Promise<void> {
    const { card, create } = phaseWords[phase];
    await this.press(create, this.card(card));
    const dialog = this.dialog();
    await choose(dialog);
    await this.press(create, dialog);
    await this.page.waitForURL(/\/sessions\/session-/);
  }
}
