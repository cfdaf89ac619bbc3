import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator } from "playwright-core";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { type SeedRequest, type StepState, seedStepTitles } from "#domain/operation.ts";
import { commitTo } from "#test/fakes/bare-repository.ts";
import { fakeKits } from "#test/fakes/kits/kits.ts";
import { branchExistedText, noPushAccessText, notSeededTexts, seededTexts, seedingEndedText } from "./guide-texts.ts";
import { Person } from "./person.ts";
import { Scene } from "./scene.ts";
import { readable } from "./settled.ts";
import { SlowGitHost } from "./slow-git-host.ts";
import { browserSuite } from "./suite.ts";
import type { Visitor } from "./visitor.ts";

const project = "my-project";
const titles = Object.values(seedStepTitles);
const words: Record<StepState, string> = {
  pending: "waiting",
  running: "running",
  done: "done",
  skipped: "skipped",
  failed: "failed",
};

browserSuite(
  "watching a seeding",
  (stage) => {
    let host: SlowGitHost;
    let scene: Scene;
    let visitor: Visitor;
    let person: Person;
    let sources: Record<string, string>;
    afterEach(() => {
      host.release();
      host.denyPush();
    });
    afterAll(() => host?.close());

    /** What the screen says of the eight steps, as "title: state". */
    async function stepsOnScreen(): Promise<string[]> {
      const lines = await visitor.page
        .getByRole("list", { name: "Steps of seeding" })
        .locator("> li")
        .allTextContents();
      return lines.map((line) => /^.+?: (?:waiting|running|done|skipped|failed)/.exec(line)?.[0] ?? line);
    }

    const seesSteps = (...states: StepState[]): Promise<void> =>
      vi.waitFor(
        async () =>
          expect(await stepsOnScreen()).toEqual(
            titles.map((title, at) => `${title}: ${words[states[at] ?? "failed"]}`),
          ),
        20_000,
      );

    /** An RFE over repositories of the slow host, and its page. */
    async function visitFresh(branchName: string): Promise<void> {
      const { id } = await scene.createRfe(project, [host.url("specs"), host.url("backend")], { branchName });
      await visitor.go(`/projects/${project}/rfe/${id}`);
      await visitor.page.getByText("Spec Repository Not Seeded").waitFor();
    }

    async function seedFromTheHost(): Promise<void> {
      await person.press("Seed Repository");
      await person.dialog().getByLabel("Use defaults").uncheck();
      for (const [label, text] of Object.entries(sources)) await person.dialog().getByLabel(label).fill(text);
      await person.press("Seed", person.dialog());
      await visitor.page.waitForURL(/seed=op-/);
    }

    const hasFocus = (place: Locator): Promise<void> =>
      vi.waitFor(
        async () => expect(await place.evaluate((element) => element === document.activeElement)).toBe(true),
        20_000,
      );

    const isBlocked = async (): Promise<boolean> =>
      (await visitor.page.getByRole("button", { name: "Cancel seeding" }).getAttribute("aria-disabled")) === "true";

    test("is prepared: a git host that is not ours, with a kit and agents", async () => {
      host = await SlowGitHost.start();
      scene = new Scene(stage.server);
      const agent = "---\nname: scribe\ndescription: Writes things down\n---\n\nWrite things down.\n";
      await Promise.all([
        scene.createProject(project, "My Project"),
        host.create("specs", { "README.md": "# Specs\n" }),
        host.create("backend", { "README.md": "# Backend\n" }),
        host.create("kit", fakeKits.F4),
        host.create("council", { "personas/scribe.md": agent }),
      ]);
      visitor = await stage.visit();
      person = new Person(visitor.page);
      sources = {
        "Agent source repository": host.url("council"),
        "Agent source branch": "main",
        "Agent source path": "personas",
        "Spec-Kit repository": host.url("kit"),
        "Spec-Kit version": "main",
      };

      expect(await host.branches("specs")).toBe("main");
    });

    test("shows each of the eight steps as it is, also after a reload, and can be cancelled until it pushes", async () => {
      const { page } = visitor;
      await visitFresh("ambient-slow");
      host.hold(/./);
      await seedFromTheHost();

      await seesSteps("running", "running", "pending", "running", "running", "pending", "pending", "pending");
      await page.reload();
      await seesSteps("running", "running", "pending", "running", "running", "pending", "pending", "pending");
      expect(await isBlocked()).toBe(false);
      expect(await readable(page)).toContain(`Step 1 of 8: ${titles[0]}.`);

      host.hold(/council/);
      await seesSteps("done", "running", "pending", "done", "running", "pending", "pending", "pending");
      expect(await isBlocked()).toBe(false);
      expect(await host.branches("backend")).toBe("main");

      host.hold(/^POST .*git-receive-pack/);
      await seesSteps("done", "done", "done", "done", "done", "done", "running", "pending");
      await page.reload();
      await seesSteps("done", "done", "done", "done", "done", "done", "running", "pending");
      expect(await isBlocked()).toBe(true);

      host.hold(/^POST .*specs.git.git-receive-pack/);
      await seesSteps("done", "done", "done", "done", "done", "done", "done", "running");
      expect(await host.branches("backend")).toBe("ambient-slow\nmain");
      expect(await host.branches("specs")).toBe("main");

      host.release();
      await page.getByText("Spec Repository Seeded").waitFor();
      const seeded = await readable(page);
      await person.open("Log of the eight steps");
      await seesSteps("done", "done", "done", "done", "done", "done", "done", "done");
      for (const text of [...seededTexts, seedingEndedText]) expect(seeded).toContain(text);
      expect(await host.branches("specs")).toBe("ambient-slow\nmain");
    });

    test("leaves nothing behind when it is cancelled, and keeps what was chosen", async () => {
      const { page } = visitor;
      await visitFresh("ambient-cancelled");
      host.hold(/council/);
      await seedFromTheHost();
      await seesSteps("done", "running", "pending", "done", "running", "pending", "pending", "pending");

      await person.press("Cancel seeding");
      await page.getByText("Spec Repository Not Seeded").waitFor();
      host.release();
      const card = await readable(page);
      await person.press("Seed Repository");

      for (const text of notSeededTexts("ambient-cancelled")) expect(card).toContain(text);
      await keepsSources();
      expect(await host.branches("specs")).not.toContain("ambient-cancelled");
      expect(await host.branches("backend")).not.toContain("ambient-cancelled");
    });

    /** The dialog that is open holds every word that was typed into it. */
    async function keepsSources(): Promise<void> {
      for (const [label, text] of Object.entries(sources))
        expect(await person.dialog().getByLabel(label).inputValue()).toBe(text);
    }

    test("says in the guide's words who may not push, where it happened, and goes on with the same inputs", async () => {
      const { page } = visitor;
      await visitFresh("ambient-denied");
      host.denyPush("backend");
      await seedFromTheHost();

      const alert = page.getByRole("alert").filter({ hasText: noPushAccessText(host.url("backend")) });
      await alert.waitFor();
      await hasFocus(alert);
      expect(await alert.innerText()).toContain(`Seeding failed at step 1 (${titles[0]})`);
      await person.open("Log of the eight steps");
      await seesSteps("failed", "done", "done", "done", "done", "done", "skipped", "skipped");
      expect(await host.branches("specs")).not.toContain("ambient-denied");

      await page.reload();
      await alert.waitFor();
      await person.press("Change sources");
      await keepsSources();
      await person.press("Cancel", person.dialog());
      host.denyPush();
      await person.press("Retry seeding");
      await page.getByText("Spec Repository Seeded").waitFor();

      const { request } = await lastSeeding();
      expect(request).toMatchObject({ agentSourceUrl: host.url("council"), specKitRepo: host.url("kit") });
    });

    test("says in the guide's words that the branch was there before", async () => {
      const branch = "ambient-existing";
      await commitTo(host.directory("specs"), branch, { "notes.md": "# Notes\n" }, { from: "main" });
      await visitFresh(branch);

      await person.press("Seed Repository");
      await person.press("Seed", person.dialog());
      await visitor.page.getByText("Spec Repository Seeded").waitFor();

      const note = `${seedingEndedText}. Note: ${branchExistedText(branch)}`;
      expect(await readable(visitor.page)).toContain(note);
    });

    test("says which step failed when only the push is refused, and what was done before it", async () => {
      const { page } = visitor;
      const hook = join(host.directory("specs"), "hooks/pre-receive");
      writeFileSync(hook, "#!/bin/sh\necho 'this branch is protected' >&2\nexit 1\n");
      chmodSync(hook, 0o755);
      await visitFresh("ambient-protected");
      await seedFromTheHost();

      const alert = page.getByRole("alert").filter({ hasText: `Seeding failed at step 8 (${titles[7]})` });
      await alert.waitFor();
      await person.open("Log of the eight steps");

      await seesSteps("done", "done", "done", "done", "done", "done", "done", "failed");
      expect(await alert.innerText()).toContain("this branch is protected");
      expect(await alert.innerText()).toContain(`ambient-protected was created in ${host.url("backend")}`);
      expect(await host.branches("specs")).not.toContain("ambient-protected");
    });

    test("keeps the dialog and its words when the request itself is refused", async () => {
      await visitFresh("ambient-refused");
      await person.press("Seed Repository");
      await person.dialog().getByLabel("Use defaults").uncheck();
      await person.dialog().getByLabel("Spec-Kit version").fill("v".repeat(300));
      await person.press("Seed", person.dialog());

      const alert = person.dialog().getByRole("alert");
      await alert.waitFor();

      await hasFocus(alert);

      expect(await person.dialog().getByLabel("Spec-Kit version").inputValue()).toBe("v".repeat(300));
    });

    test("did nothing that a page must never do", () => {
      expect(stage.faults).toEqual([]);
    });

    async function lastSeeding(): Promise<{ request: SeedRequest }> {
      const op = new URL(visitor.page.url()).searchParams.get("seed");
      return (await scene.call("GET", `/api/projects/${project}/operations/${op}`)).body;
    }
  },
  async () => SlowGitHost.environment,
);
