import { expect, test, vi } from "vitest";
import type { PhaseRfe } from "#domain/phase-session.ts";
import { Person } from "./person.ts";
import { Scene } from "./scene.ts";
import { readable } from "./settled.ts";
import { browserSuite } from "./suite.ts";

const project = "my-project";

browserSuite(
  "losing the server and the access",
  (stage) => {
    let rfe: PhaseRfe;
    let scene: Scene;

    test("is prepared: a seeded RFE", async () => {
      scene = new Scene(stage.server);
      await scene.createProject(project, "My Project");
      const urls = [await scene.createRepository(project, "specs"), await scene.createRepository(project, "backend")];
      rfe = await scene.createRfe(project, urls);
      await scene.seed(project, rfe.id);

      expect(rfe.branchName).toBe("ambient-user-authentication");
    });

    test("keeps what is on the screen while the server is gone, says how old it is, and comes back by itself", async () => {
      const { page, faults } = await stage.visit();
      await page.goto(`/projects/${project}/rfe/${rfe.id}`);
      await page.getByText("Spec Repository Seeded").waitFor();
      await page.getByText("Specification Phase").first().waitFor();
      await page.getByText("Connected", { exact: true }).first().waitFor();

      await stage.crash();
      await page
        .getByText(/Updated .* ago · Reconnecting…/)
        .first()
        .waitFor();
      const meanwhile = await readable(page);
      await stage.comeBack();
      await page.getByText("Connected", { exact: true }).first().waitFor({ timeout: 40_000 });
      await scene.call("PUT", `/api/projects/${project}/rfe-workflows/${rfe.id}`, {
        body: { title: "Renamed while nobody looked" },
        headers: {
          "if-match": (await scene.call("GET", `/api/projects/${project}/rfe-workflows/${rfe.id}`)).headers.etag ?? "",
        },
      });
      await page.getByRole("heading", { level: 1, name: "Renamed while nobody looked" }).waitFor();

      expect(meanwhile).toContain("Spec Repository Seeded");
      expect(meanwhile).toContain("Specification Phase");
      expect(faults).toEqual([]);
    });

    test("goes on with a conversation after a crash of the server, without a gap and without a line twice", async () => {
      const { page, faults } = await stage.visit();
      const session = await scene.startPhase(project, rfe, "specify");
      await page.goto(`/projects/${project}/sessions/${session}`);
      const log = page.getByRole("log");
      const counted = () => page.getByRole("group", { name: "Show" }).getByRole("button").allInnerTexts();
      const lastRow = () => log.locator("[data-index]").last().innerText();
      // The agent is at work: everything it needs is cloned, and nothing is to be pushed for a while.
      await log.getByText(/^I start with/).waitFor({ timeout: 30_000 });

      await stage.crash();
      await page
        .getByText(/Reconnecting…/)
        .first()
        .waitFor();
      await stage.comeBack();
      await scene.waitForSession(project, session, ["Completed"]);
      await page.locator("main header").getByText("Completed", { exact: true }).waitFor({ timeout: 30_000 });
      await vi.waitFor(async () => expect(await lastRow()).toMatch(/Completed/), { timeout: 15_000 });
      const followed = await counted();
      const tail = await lastRow();
      await page.reload();
      await page.locator("main header").getByText("Completed", { exact: true }).waitFor();
      await vi.waitFor(async () => expect(await counted()).toEqual(followed), { timeout: 15_000 });

      expect(await lastRow()).toBe(tail);
      expect(followed[0]).toMatch(/^All\s\d{2,}/);
      expect(faults).toEqual([]);
    });

    test("asks again for expired access and goes on at the same place, with everything typed still there", async () => {
      const { page, context } = await stage.visit();
      const person = new Person(page);
      await page.goto(`/projects/${project}/rfe/new`);
      await person.fill("Title", "Audit log export");
      await context.clearCookies();
      await person.chooseRepository("Spec Repo", `${stage.server.origin}/git/${project}/specs.git`);
      await page.getByRole("heading", { name: "Sign in" }).waitFor();
      await page.getByLabel("Access token").fill("wrong-token-wrong-token");
      await person.press("Sign in", person.dialog());
      await person.dialog().getByRole("alert").waitFor();

      await page.getByLabel("Access token").fill(`${stage.server.origin}/login#${stage.server.token}`);
      await person.press("Sign in", person.dialog());
      await person.dialog().waitFor({ state: "detached" });
      await person.press("Create Workspace");
      await page.waitForURL(/\/rfe\/rfe-\d+/);

      await page.getByRole("heading", { level: 1, name: "Audit log export" }).waitFor();

      expect(stage.faults).toEqual([]);
    });
  },
  // So slow that the agent is still at work when the server dies, and after.
  async () => ({ VTEAM_OFFLINE_PACE_MS: "60" }),
);
