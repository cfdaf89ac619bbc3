import { Argument, Command } from "commander";
import { specsDirectory } from "#domain/rfe.ts";
import { answerOf } from "./answer.ts";
import { type CommandDeps, openContext } from "./context.ts";
import { teach } from "./help.ts";
import { plainText, shortSha } from "./plain-text.ts";
import type { Paint } from "./terminal.ts";

const documents = ["spec", "plan", "tasks"] as const;
type DocumentName = (typeof documents)[number];

/** Markdown as it is, with headings, ticks and code easier to find. */
export function markdownLines(markdown: string, paint: Paint): string[] {
  let isCode = false;
  return plainText(markdown)
    .trimEnd()
    .split("\n")
    .map((line) => {
      const isFence = /^\s*(```|~~~)/.test(line);
      if (isFence) isCode = !isCode;
      if (isFence || isCode) return paint("dim", line);
      if (/^#{1,6} /.test(line)) return paint(["bold", "cyan"], line);
      return line.replace(/^(\s*[-*] )\[[xX]\]/, (_match, dash: string) => `${dash}${paint("green", "[x]")}`);
    });
}

/** `vteam rfe view` */
export function addView(group: Command, deps: CommandDeps): void {
  const command = teach(new Command("view"), {
    summary: "Read spec.md, plan.md or tasks.md as it is in git",
    paragraph: "Prints a document of the RFE as it stands on the feature branch right now.",
    examples: [
      { command: "vteam rfe view rfe-1699564821 spec" },
      { command: "vteam rfe view rfe-1699564821 tasks --ref 1a2b3c4… | less", means: "as it was at a commit" },
    ],
  });
  command
    .argument("<id>", "the RFE")
    .addArgument(new Argument("<document>", "what to read").choices(documents))
    .option("--ref <commit>", "a full commit SHA or a branch, instead of the feature branch")
    .action(async (id: string, document: DocumentName, options: { ref?: string }, self: Command) => {
      const { client, show, terminal, project } = await openContext(deps, self);
      const rfes = client.api.projects[":project"]["rfe-workflows"][":id"];
      const param = { project: await project(), id };
      const rfe = await answerOf(rfes.$get({ param }));
      const query = { path: `${specsDirectory(rfe.branchName)}/${document}.md`, ...options };
      const file = await answerOf(rfes.files.content.$get({ param, query }));
      const { paint } = terminal;
      const heading = paint("dim", `${file.path} at ${shortSha(file.commitSha)}`);
      // Into a pipe or a file goes the document alone.
      show(file, () => [...(terminal.isLive ? [heading, ""] : []), ...markdownLines(file.content, paint)]);
    });
  command.copyInheritedSettings(group);
  group.addCommand(command);
}
