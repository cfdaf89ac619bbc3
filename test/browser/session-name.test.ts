import { expect, test } from "vitest";
import { Person } from "./person.ts";
import { Scene } from "./scene.ts";
import { browserSuite } from "./suite.ts";

const project = "my-project";

browserSuite("the name of a session", (stage) => {
  test("is changed in its menu, with the keyboard, and goes back to the prompt when it is cleared", async () => {
    const { page, faults } = await stage.visit();
    const person = new Person(page);
    const scene = new Scene(stage.server);
    await scene.createProject(project);
    const session = await scene.startSession(project, { prompt: "Look around.", model: "offline-model" });
    await scene.waitForSession(project, session, ["Completed", "Failed"]);
    await page.goto(`/projects/${project}/sessions/${session}`);
    const heading = page.getByRole("heading", { level: 1 });

    await page.getByRole("button", { name: "More actions" }).press("Enter");
    await page.getByRole("menuitem", { name: "Rename" }).press("Enter");
    await person.dialog().getByLabel("Name").fill("First look");
    await page.keyboard.press("Enter");
    await person.dialog().waitFor({ state: "detached" });
    await heading.getByText("First look").waitFor();
    const stored = (await scene.call("GET", `/api/projects/${project}/agentic-sessions/${session}`)).body;
    await person.press("More actions");
    await page.getByRole("menuitem", { name: "Rename" }).click();
    await person.dialog().getByLabel("Name").fill("");
    await person.press("Rename", person.dialog());
    await heading.getByText("Look around.").waitFor();

    expect(stored.spec.displayName).toBe("First look");
    expect(faults).toEqual([]);
  });
});
