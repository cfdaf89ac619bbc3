import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import type { PhaseRfe } from "#domain/phase-session.ts";
import { ansiPayloads } from "#test/corpus/ansi-payloads.ts";
import { xssPayloads } from "#test/corpus/xss-payloads.ts";
import { git, writeFiles } from "#test/fakes/git-client.ts";
import { startMessagesServer } from "#test/fakes/messages-server.ts";
import { Scene } from "./scene.ts";
import { type Screen, screensOf } from "./screens.ts";
import { settled } from "./settled.ts";
import { browserSuite } from "./suite.ts";

const project = "hostile";
const FILES = 6;
const short = xssPayloads.filter((payload) => payload.length < 150 && !/\p{Cc}/u.test(payload));
const chunks = Array.from({ length: FILES }, (_, file) =>
  xssPayloads.filter((_, at) => at % FILES === file).join("\n\n---\n\n"),
);
const everything = chunks.join("\n\n");

/** A model that says and does the worst it can think of. */
const model = startMessagesServer((_, turn) =>
  turn === 0
    ? {
        text: everything.slice(0, 60_000),
        tools: [
          { name: "Bash", input: { command: "cat hostile.txt", description: short[0] } },
          { name: "Read", input: { file_path: short[1] ?? "" } },
          { name: "Bash", input: { command: `echo '${short.at(-1)?.replaceAll("'", "")}' >&2; false` } },
        ],
      }
    : { text: short.slice(0, 40).join("\n\n") },
);

/** Everything on the page that could run or load something that is not ours. */
const dangers = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    for (const element of document.querySelectorAll("*")) {
      const name = element.tagName.toLowerCase();
      if (["iframe", "object", "embed", "base", "frame"].includes(name)) found.push(name);
      for (const { name: attribute, value } of element.attributes) {
        if (/^on/i.test(attribute)) found.push(`${name} ${attribute}`);
        const isAddress = ["href", "src", "action", "formaction", "xlink:href", "data", "poster", "srcset"].includes(
          attribute,
        );
        if (isAddress && /^[\s\p{Cc}]*(javascript|vbscript|data:text|file|view-source)/iu.test(value))
          found.push(`${name} ${attribute}=${value.slice(0, 60)}`);
        if (
          ["src", "srcset", "poster"].includes(attribute) &&
          /^(https?:)?\/\//i.test(value) &&
          !value.startsWith(location.origin)
        )
          found.push(`${name} loads ${value.slice(0, 60)}`);
      }
    }
    return found;
  });

browserSuite(
  "hostile texts",
  (stage) => {
    let rfe: PhaseRfe;
    let session: string;
    let specs: string;
    afterAll(async () => (await model).close());

    /** Visits screens, opens what can be opened, and tells what went wrong on which. */
    async function endure(screens: readonly Screen[]): Promise<Record<string, string[]>> {
      const { page, go, faults } = await stage.visit();
      const found: Record<string, string[]> = {};
      for (const { name, path } of screens) {
        await go(path);
        await settled(page).catch((error: Error) => faults.push(`did not settle: ${error.message}`));
        const dangerous: string[] = [];
        // By handles: what is open no longer matches. A list or menu that opened would cover the next.
        const shown = (await page.getByRole("dialog").count()) > 0 ? "[role=dialog]" : "main";
        for (const closed of (await page.locator(`${shown} [aria-expanded="false"]`).elementHandles()).slice(0, 8)) {
          await closed.click({ timeout: 500 }).catch(() => {});
          dangerous.push(...(await dangers(page)));
          if (await page.locator("[role=menu], [role=listbox]").count()) await page.keyboard.press("Escape");
        }
        dangerous.push(...(await dangers(page)));
        if (dangerous.length + faults.length > 0) found[name] = [...dangerous, ...faults.splice(0)];
      }
      return found;
    }

    test("fill every place that takes words", { timeout: 90_000 }, async () => {
      const scene = new Scene(stage.server);
      await scene.createProject(project, short[2]?.slice(0, 120), everything.slice(0, 2_000));
      specs = await scene.createRepository(project, "specs");
      const words = { title: short[3]?.slice(0, 200), description: everything.slice(0, 90_000) };
      rfe = await scene.createRfe(project, [specs], { ...words, branchName: "ambient-hostile" });
      await scene.seed(project, rfe.id);
      const work = mkdtempSync(join(tmpdir(), "vteam-hostile-"));
      git(work, stage.server.token, "clone", "-q", "-b", rfe.branchName, specs, "specs");
      const files = chunks.map((content, at) => ({ path: `specs/${rfe.branchName}/part-${at}.md`, content }));
      writeFiles(join(work, "specs"), [
        ...files,
        { path: `specs/${rfe.branchName}/spec.md`, content: everything },
        {
          path: `specs/${rfe.branchName}/tasks.md`,
          content: short.map((text, at) => `- [ ] T${100 + at} ${text}`).join("\n"),
        },
        { path: `specs/${rfe.branchName}/<img src=x onerror=alert(1)>.md`, content: "# named\n" },
        {
          path: `specs/${rfe.branchName}/drawing.svg`,
          content: "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(2)</script></svg>",
        },
        {
          path: ".claude/agents/evil.md",
          content: `---\nname: evil\ndescription: ${JSON.stringify(short[4])}\n---\n${chunks[0]}`,
        },
        { path: "hostile.txt", content: ansiPayloads.join("\n") },
      ]);
      git(join(work, "specs"), undefined, "add", "-A");
      git(join(work, "specs"), undefined, "commit", "-q", "-m", `${short[5]}\n\n${short[6]}`);
      git(join(work, "specs"), stage.server.token, "push", "-q", "origin", rfe.branchName);
      rmSync(work, { recursive: true });
      session = await scene.startSession(project, {
        prompt: everything.replaceAll("\u0000", "").slice(0, 20_000),
        displayName: short[7]?.slice(0, 120),
        repos: [{ input: { url: specs, branch: rfe.branchName } }],
        metadata: { rfeWorkflow: rfe.id, rfePhase: "plan" },
      });
      await scene.waitForSession(project, session, ["Completed", "Failed"]);

      expect(xssPayloads.length).toBeGreaterThanOrEqual(200);
      expect(ansiPayloads.length).toBeGreaterThanOrEqual(60);
    });

    test("run nothing, load nothing and send nothing out on any screen", { timeout: 180_000 }, async () => {
      const places = { project, rfe: rfe.id, branch: rfe.branchName, fresh: rfe.id, session, specs };
      const file = (name: string, view = "") => ({
        name: `${name} ${view}`,
        path: `/projects/${project}/rfe/${rfe.id}/files?path=${encodeURIComponent(`specs/${rfe.branchName}/${name}`)}${view}`,
      });
      const parts = chunks.map((_, at) => file(`part-${at}.md`));
      const odd = [file("<img src=x onerror=alert(1)>.md"), file("drawing.svg"), file("part-0.md", "&view=diff")];
      const own = screensOf(places).filter(({ name }) => !/^(settings|not-found)|empty|first-steps/.test(name));
      const all = [...own, ...parts, ...odd];

      const halves = [0, 1].map((half) => endure(all.filter((_, at) => at % 2 === half)));
      const found = Object.assign({}, ...(await Promise.all(halves)));

      expect(found).toEqual({});
    });
  },
  async () => ({ ANTHROPIC_API_KEY: "sk-ant-hostile-test", ANTHROPIC_BASE_URL: (await model).url }),
);
