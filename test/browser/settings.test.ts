import { expect, test, vi } from "vitest";
import { Person } from "./person.ts";
import { Scene } from "./scene.ts";
import { readable, settled } from "./settled.ts";
import { browserSuite } from "./suite.ts";

const project = "my-project";
const P = `/projects/${project}`;

browserSuite("projects and their settings", (stage) => {
  test("two clicks create one project, and a name that is taken is said at the field", async () => {
    const { page, faults } = await stage.visit();
    const person = new Person(page);
    await page.goto("/projects/new");
    await person.fill("Display name", "My Project");

    await person.dialog().getByRole("button", { name: "Create project" }).dblclick();
    await page.getByRole("heading", { level: 1, name: "My Project" }).waitFor();
    await page.goto("/projects/new");
    await person.fill("Display name", "My Project");
    await person.press("Create project", person.dialog());
    await page.getByText("There is a project my-project already").waitFor();
    const kept = await page.getByLabel("Display name").inputValue();
    await person.press("Cancel", person.dialog());
    await page.waitForURL(/\/projects$/);

    expect(kept).toBe("My Project");
    expect(await page.getByRole("main").getByRole("listitem").count()).toBe(1);
    expect(faults).toEqual([]);
  });

  test("changes the words of a project, but not over somebody else's change", async () => {
    const { page } = await stage.visit();
    const person = new Person(page);
    const { call } = new Scene(stage.server);
    await page.goto(`${P}/settings/general`);
    await page.getByLabel("Display name").fill("Mine");
    const { headers } = await call("GET", `/api${P}`);
    const body = { displayName: "Theirs", description: "" };
    await call("PUT", `/api${P}`, { body, headers: { "if-match": headers.etag ?? "" } });

    await person.press("Save");
    await page.getByText("Reload, then apply your change again.").waitFor();
    const kept = await page.getByLabel("Display name").inputValue();
    await person.press("Save over the other change");
    await page.getByText("Saved", { exact: true }).waitFor();

    expect(kept).toBe("Mine");
    expect((await call("GET", `/api${P}`)).body.displayName).toBe("Mine");
  });

  test("takes a secret and never shows it again", async () => {
    const { page, faults } = await stage.visit();
    const person = new Person(page);
    const value = "canary-secret-51-value";
    const answers: string[] = [];
    page.on("response", (response) => {
      if (response.url().includes("/secrets"))
        void response.text().then(
          (text) => answers.push(text),
          () => {},
        );
    });
    await page.goto(`${P}/settings/secrets#GIT_TOKEN`);
    const row = page.getByRole("listitem", { name: "GIT_TOKEN", exact: true });
    await vi.waitFor(async () => expect(await page.evaluate(() => document.activeElement?.id)).toBe("GIT_TOKEN"), {
      timeout: 10_000,
    });
    await person.press("Set", row);
    await page.getByLabel("Value of GIT_TOKEN", { exact: true }).fill(value);
    await person.press("Save", row);
    await row.getByText("Fingerprint").waitFor();
    await person.press("Test", row);
    await row.getByText("No RFE of this project has a repository that needs the token yet.").waitFor();
    await page.reload();
    await settled(page);
    const shown = await page.content();
    await person.press("Delete", row);
    await person.press("Delete secret", page.getByRole("alertdialog"));
    await row.getByText("Not set").waitFor();

    expect(shown).not.toContain(value);
    expect(answers.length).toBeGreaterThan(1);
    expect(answers.join("")).not.toContain(value);
    expect(faults).toEqual([]);
  });

  test("refuses another secret whose name could steer a program, where it was typed", async () => {
    const { page } = await stage.visit();
    const person = new Person(page);
    await page.goto(`${P}/settings/secrets`);
    await page.getByLabel("Name", { exact: true }).fill("NODE_OPTIONS");
    await person.press("Add");
    await page.getByLabel("Value of NODE_OPTIONS").fill("--require ./x.js");

    await person.press("Save");
    await page.getByText('"NODE_OPTIONS" cannot be the name of a secret').waitFor();

    expect(await page.getByLabel("Value of NODE_OPTIONS").inputValue()).toBe("--require ./x.js");
  });

  test("takes what the project is set to into the dialogs that seed and start", async () => {
    const { page, faults } = await stage.visit();
    const person = new Person(page);
    const scene = new Scene(stage.server);
    const { id } = await scene.createRfe(project, [await scene.createRepository(project, "specs")]);
    await page.goto(`${P}/settings/defaults`);
    const current = page.getByRole("complementary", { name: "Navigation" }).getByRole("link", { name: "Settings" });
    await page.getByRole("heading", { name: "Seeding" }).waitFor();
    expect(await current.getAttribute("aria-current")).toBe("page");
    await person.fill("Spec-Kit repository", "https://git.example/kit");
    await person.fill("Timeout in minutes", "45");
    await person.fill("Model", "gpt");
    await person.press("Save");
    await page.getByText("There is no model gpt").first().waitFor();
    await person.fill("Model", "offline-model");
    await person.press("Save");
    await page.getByText("Saved", { exact: true }).waitFor();

    await page.goto(`${P}/rfe/${id}/overview?dialog=seed`);
    await person.dialog().getByText("Spec-Kit: https://git.example/kit; agents: what vteam ships.").waitFor();
    await person.dialog().getByLabel("Use defaults").uncheck();
    const kit = await page.getByLabel("Spec-Kit repository").inputValue();
    await page.goto(`${P}/rfe/${id}/overview?dialog=start&phase=specify`);
    const minutes = await page.getByLabel("Timeout in minutes").inputValue();
    const model = await page.getByLabel("Model").getAttribute("placeholder");
    await page.goto(`${P}/settings/defaults`);
    await person.press("Reset to shipped");
    await person.press("Save");
    await page.getByText("Saved", { exact: true }).waitFor();

    expect([kit, minutes, model]).toEqual(["https://git.example/kit", "45", "offline-model"]);
    expect((await scene.call("GET", `/api${P}`)).body.defaults).toEqual({});
    expect(faults).toEqual([]);
  });

  test("deletes a project only once its name was typed", async () => {
    const { page } = await stage.visit();
    const person = new Person(page);
    await page.goto(`${P}/settings/danger`);
    await person.press("Delete project", page.getByRole("main"));
    const dialog = page.getByRole("alertdialog");
    const blocked = await dialog.getByRole("button", { name: "Delete project" }).getAttribute("aria-disabled");

    await dialog.getByLabel(`Type ${project} to confirm`).fill(project);
    await person.press("Delete project", dialog);
    await page.waitForURL(/\/projects$/);
    await page.getByText("No projects yet.").waitFor();

    expect(blocked).toBe("true");
    expect(await readable(page)).not.toContain("Mine");
  });
});
