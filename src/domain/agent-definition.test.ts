import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parseAgentDefinition } from "./agent-definition.ts";

const parse = (text: string, path = ".claude/agents/product-manager.md") => parseAgentDefinition(path, text);

test("takes the persona from the file's name and name, role and description from the frontmatter", () => {
  const parsed = parse(
    "---\nname: product-manager\ndisplayName: Parker\nrole: Product Manager\ndescription: 'Knows: value'\n---\nBe Parker.\n",
  );

  expect(parsed).toEqual({
    kind: "valid",
    agent: {
      persona: "product-manager",
      name: "Parker",
      role: "Product Manager",
      description: "Knows: value",
      path: ".claude/agents/product-manager.md",
    },
  });
});

test("understands a name with the role in brackets, and derives a role from the file otherwise", () => {
  const both = parse("---\nname: Parker (Product Manager)\ndescription: x\n---\nBody");
  const neither = parse("---\nname: pm\ndescription: >\n  folded\n  text\n---\nBody", "agents/delivery-owner.md");

  expect(both).toMatchObject({ agent: { name: "Parker", role: "Product Manager" } });
  expect(neither).toMatchObject({ agent: { name: "pm", role: "Delivery Owner", description: "folded text" } });
});

const broken: [text: string, why: string][] = [
  ["# Just text", "no frontmatter"],
  ["---\nname: x\ndescription: y\n", "no frontmatter"],
  ["---\ndescription: y\n---\nBody", "no name"],
  ["---\nname: x\ndescription:\n---\nBody", "no description"],
  ["---\nname: x\ndescription: y\n---\n \n", "no instructions"],
  [`---\nname: ${"x".repeat(200)}\ndescription: y\n---\nBody`, "too long"],
];
for (const [text, why] of broken) {
  test(`says of ${JSON.stringify(text.slice(0, 40))} that it has ${why}`, () => {
    const parsed = parse(text);

    expect(parsed).toMatchObject({ kind: "broken", why: expect.stringContaining(why) });
  });
}

test("the seven built-in personas are valid and distinct", () => {
  const directory = fileURLToPath(new URL("../../kit/agents/", import.meta.url));

  const parsed = readdirSync(directory).map((name) => parse(readFileSync(directory + name, "utf8"), name));

  const agents = parsed.flatMap((one) => (one.kind === "valid" ? [one.agent] : []));
  expect(agents.map((agent) => agent.name).sort()).toEqual([
    "Archie",
    "Jack",
    "Lee",
    "Olivia",
    "Parker",
    "Stella",
    "Taylor",
  ]);
  expect(new Set(agents.map((agent) => agent.role)).size).toBe(7);
  expect(new Set(agents.map((agent) => agent.description)).size).toBe(7);
});
