import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect } from "vitest";
import type { Kit } from "#domain/seed-kit.ts";
import type { SeedContent, SourceAccess } from "#ports/seed-content.ts";
import { fakeKits, packagedKit } from "#test/fakes/kits/kits.ts";
import { type ContractOptions, contractTests } from "./contract-tests.ts";

interface OpenSeedContent {
  content: SeedContent;
  /** Publishes a tree; returns the source to name in a request, and the version it has there. */
  publish(files: Record<string, string>): Promise<{ source: string; version: string }>;
  access: SourceAccess;
  close(): Promise<void>;
}

const text = (kit: Kit, path: string): string => {
  const file = kit.files.find((candidate) => candidate.path === path);
  return new TextDecoder().decode(file?.content);
};
const paths = (kit: Kit): string[] => kit.files.map((file) => file.path);
const agent = (name: string): string => `---\nname: ${name}\ndescription: Knows ${name}\n---\n\nBe ${name}.\n`;

export function describeSeedContent(
  name: string,
  open: () => Promise<OpenSeedContent>,
  options: ContractOptions = {},
): void {
  describe(`${name} as seed content`, () => {
    const test = contractTests(options);
    const { signal } = new AbortController();
    let opened: OpenSeedContent;

    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());

    test("gives the built-in kit and the seven personas when nothing is named", async () => {
      const kit = await opened.content.specKit({}, opened.access, signal);
      const agents = await opened.content.agents({ agentSourceUrl: "builtin" }, opened.access, signal);

      expect(kit.record.source).toBe("builtin");
      expect(paths(kit)).toEqual(
        expect.arrayContaining([".claude/commands/speckit.specify.md", ".specify/scripts/bash/setup-plan.sh"]),
      );
      expect(agents.files).toHaveLength(7);
    });

    test("gives every file with the hashes of its content", async () => {
      const { files } = await opened.content.specKit({}, opened.access, signal);

      for (const { content, sha256, blob } of files) {
        expect(sha256).toBe(createHash("sha256").update(content).digest("hex"));
        expect(blob).toBe(createHash("sha1").update(`blob ${content.length}\0`).update(content).digest("hex"));
      }
    });

    test("gives the same bytes for the same request", async () => {
      const { source } = await opened.publish(fakeKits.F6);

      const first = await opened.content.specKit({ specKitRepo: source }, opened.access, signal);
      const second = await opened.content.specKit({ specKitRepo: source }, opened.access, signal);

      expect(second).toEqual(first);
    });

    test("renders a kit and says which version it came from", async () => {
      const { source, version } = await opened.publish(fakeKits.F3);

      const kit = await opened.content.specKit({ specKitRepo: source }, opened.access, signal);

      expect(kit.record).toMatchObject({ version, mode: "commands" });
      expect(text(kit, ".claude/commands/speckit.plan.md")).toContain(
        '`.specify/scripts/bash/setup-plan.sh --json "$ARGUMENTS"`',
      );
    });

    test("copies a packaged kit without its settings, and leads commands to its skills", async () => {
      const { source } = await opened.publish(packagedKit);

      const kit = await opened.content.specKit({ specKitRepo: source }, opened.access, signal);

      expect(paths(kit)).not.toContain(".claude/settings.json");
      expect(paths(kit)).not.toContain(".specify/feature.json");
      expect(text(kit, ".claude/commands/speckit.tasks.md")).toContain("`speckit-tasks`");
      expect(kit.warnings.join()).toContain(".claude/settings.json");
    });

    test("refuses a source that holds no commands", async () => {
      const { source } = await opened.publish({ "README.md": "# Nothing", "templates/commands/readme.txt": "" });

      const attempt = opened.content.specKit({ specKitRepo: source }, opened.access, signal);

      await expect(attempt).rejects.toMatchObject({
        code: "invalid-kit",
        message: expect.stringContaining("templates/commands"),
      });
    });

    test("takes the agents of a source, and names those that are broken", async () => {
      const { source } = await opened.publish({
        "agents/ada.md": agent("ada"),
        "agents/broken.md": "# No frontmatter",
        "agents/README.md": "# About",
        "agents/below/eve.md": agent("eve"),
        "other.md": agent("other"),
      });

      const kit = await opened.content.agents(
        { agentSourceUrl: source, agentSourcePath: "agents/" },
        opened.access,
        signal,
      );

      expect(paths(kit)).toEqual([".claude/agents/ada.md"]);
      expect(kit.warnings).toEqual([expect.stringContaining("broken.md has no frontmatter")]);
    });

    test("gives the built-in personas for a path that is missing or holds none, and says why", async () => {
      const { source } = await opened.publish({ "agents/broken.md": "---\nname: x\n---\nBody\n", "docs/a.txt": "" });
      const builtin = await opened.content.agents({}, opened.access, signal);

      for (const agentSourcePath of ["nowhere", "agents", "docs"]) {
        const kit = await opened.content.agents({ agentSourceUrl: source, agentSourcePath }, opened.access, signal);

        expect(kit.isStandIn, agentSourcePath).toBe(true);
        expect(paths(kit)).toEqual(paths(builtin));
        expect(kit.warnings).toEqual([expect.stringContaining(`${agentSourcePath} of ${source}`)]);
      }
    });

    test("refuses agents from a path that climbs out", async () => {
      const { source } = await opened.publish({ "agents/ada.md": agent("ada") });

      for (const agentSourcePath of ["../agents", "agents/../../x"]) {
        const attempt = opened.content.agents({ agentSourceUrl: source, agentSourcePath }, opened.access, signal);

        await expect(attempt, agentSourcePath).rejects.toMatchObject({ code: "invalid-agents" });
      }
    });
  });
}
