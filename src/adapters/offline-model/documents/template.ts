/** A section of a document, and the template headings it answers. */
export interface Section {
  title: string;
  answers: RegExp;
  body: string;
}

/** Headings as templates write them, without marks such as *(mandatory)* or [placeholders]. */
const plain = (heading: string): string =>
  heading
    .replace(/\*?[([][^)\]]*[)\]]\*?/g, "")
    .replace(/[*_`:]/g, "")
    .trim();

const headingsOf = (template: string): string[] =>
  template
    .replace(/<!--[\s\S]*?-->/g, "")
    .split("\n")
    .filter((line) => /^## /.test(line))
    .map((line) => plain(line.slice(3)))
    .filter((heading) => heading !== "");

/**
 * Lays sections out in the template's order and under its headings. A heading that no section answers is left out
 * rather than left empty; a section the template has no heading for follows the one it follows here.
 */
export function layOut(heading: string, preamble: string, template: string, sections: readonly Section[]): string {
  const placed: Section[] = [];
  for (const title of headingsOf(template)) {
    const section = sections.find(
      ({ answers, body }) => answers.test(title) && !placed.some((one) => one.body === body),
    );
    if (section !== undefined) placed.push({ ...section, title });
  }
  for (const [index, section] of sections.entries()) {
    if (placed.some(({ body }) => body === section.body)) continue;
    const before = sections[index - 1]?.body;
    placed.splice(placed.findIndex(({ body }) => body === before) + 1, 0, section);
  }
  const parts = placed.map(({ title, body }) => `## ${title}\n\n${body.trim()}`);
  return `${[`# ${heading}`, preamble, ...parts].join("\n\n")}\n`;
}

export const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join("\n");

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

/** Who wrote it stands in every document: no reader should take it for a person's or an AI's work. */
export const AUTHOR = "offline model (no AI): written by fixed rules from the title and the description";
