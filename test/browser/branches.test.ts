import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Person } from "./person.ts";
import { Scene } from "./scene.ts";
import { browserSuite } from "./suite.ts";

const project = "my-project";

browserSuite("branches to start from", (stage) => {
  /** A repository with more branches than one page of suggestions. */
  async function manyBranches(scene: Scene): Promise<string> {
    await scene.createProject(project);
    const url = await scene.createRepository(project, "specs");
    const bare = join(stage.server.dataDirectory, "git", project, "specs.git");
    const main = (await readFile(join(bare, "refs/heads/main"), "utf8")).trim();
    const refs = Array.from({ length: 300 }, (_, i) => `${main} refs/heads/team/feature-${i}\n`);
    await writeFile(join(bare, "packed-refs"), refs.join(""));
    return url;
  }

  test("are found by a part of their name and picked with the keyboard", async () => {
    const { page, faults } = await stage.visit();
    const person = new Person(page);
    const scene = new Scene(stage.server);
    const url = await manyBranches(scene);
    await page.goto(`/projects/${project}/rfe/new`);
    await person.chooseRepository("Spec Repo", url);
    await page.getByText("Base branch exists").waitFor();
    const branch = page.getByRole("combobox", { name: "Base branch of Spec Repo" });
    await branch.focus();

    await page.keyboard.press("ArrowDown");
    const first = await page.getByRole("option").first().innerText();
    await page.keyboard.type("FEATURE-299");
    await page.getByRole("option", { name: "team/feature-299" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    const picked = await branch.inputValue();
    await page.getByText("Base branch exists").waitFor();

    expect(first.split("\n")).toEqual(["main", "default"]);
    expect(picked).toBe("team/feature-299");
    expect(await page.getByRole("listbox").count()).toBe(0);
    expect(faults).toEqual([]);
  });

  test("are suggested while the repositories of an RFE are edited", async () => {
    const { page, faults } = await stage.visit();
    const person = new Person(page);
    const scene = new Scene(stage.server);
    const { body } = await scene.call("GET", `/api/projects/${project}/repositories`);
    const { id } = await scene.createRfe(project, [body.items[0].url]);
    await page.goto(`/projects/${project}/rfe/${id}/overview?dialog=repos`);
    const branch = person.dialog().getByRole("combobox", { name: "Base branch of Spec Repo" });

    await branch.fill("feature-12");
    await page.getByRole("option", { name: "team/feature-12", exact: true }).click();
    await person.press("Save", person.dialog());
    await person.dialog().waitFor({ state: "detached" });

    const { umbrellaRepo } = (await scene.call("GET", `/api/projects/${project}/rfe-workflows/${id}`)).body;
    expect(umbrellaRepo.branch).toBe("team/feature-12");
    expect(faults).toEqual([]);
  });
});
