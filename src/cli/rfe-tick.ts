import { Command } from "commander";
import { answerOf } from "./answer.ts";
import { type CommandDeps, openContext } from "./context.ts";
import { teach } from "./help.ts";
import { shortSha } from "./plain-text.ts";

/** `vteam rfe tick` */
export function addTick(group: Command, deps: CommandDeps): void {
  const command = teach(new Command("tick"), {
    summary: "Mark a task of tasks.md as done",
    paragraph:
      "Ticks the task's box in tasks.md, or its criteria where it has no box of its own: one commit on the feature branch. Once all tasks are done, the implementation phase is.",
    examples: [
      { command: "vteam rfe tick rfe-1699564821 T001" },
      { command: "vteam rfe tick rfe-1699564821 T001 --undo", means: "open it again" },
    ],
  });
  command
    .argument("<id>", "the RFE")
    .argument("<task>", "T001, or the number of a task of the form “Task 1”")
    .option("--undo", "open the task again")
    .action(async (id: string, task: string, { undo = false }: { undo?: boolean }, self: Command) => {
      const { client, show, terminal, project } = await openContext(deps, self);
      const { tasks } = client.api.projects[":project"]["rfe-workflows"][":id"];
      const param = { project: await project(), id };
      const { commitSha: baseSha } = await answerOf(tasks.$get({ param }));
      const json = { done: !undo, baseSha };
      const { commitSha } = await answerOf(tasks[":task"].$patch({ param: { ...param, task }, json }));
      const { items } = await answerOf(tasks.$get({ param }));
      const done = items.filter((item) => item.done).length;
      show({ id, task, done: !undo, commitSha }, () => [
        `${terminal.paint("green", "✓")} ${task} is ${undo ? "open" : "done"} at ${shortSha(commitSha)}: ${done} of ${items.length} tasks are done.`,
      ]);
    });
  command.copyInheritedSettings(group);
  group.addCommand(command);
}
