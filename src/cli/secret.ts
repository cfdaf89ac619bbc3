import { Command } from "commander";
import { answerOf } from "./answer.ts";
import { type CommandDeps, openContext } from "./context.ts";
import { teach } from "./help.ts";
import { timeAgo } from "./plain-text.ts";
import { readSecret } from "./read-secret.ts";
import { tableLines } from "./table.ts";

/** `vteam secret …` */
export function secretCommand(deps: CommandDeps): Command {
  const group = teach(new Command("secret"), {
    summary: "Secrets of a project: keys for models and git hosts",
    paragraph:
      "Secrets are encrypted at rest and can never be read back. ANTHROPIC_API_KEY makes sessions use Claude; GIT_TOKEN is used for repositories on github.com, or on the hosts that GIT_TOKEN_HOSTS lists. A value is typed when asked, or piped in; never put it on a command line.",
    examples: [
      { command: "vteam secret set GIT_TOKEN", means: "asks, without showing what you type" },
      { command: "vteam secret set ANTHROPIC_API_KEY < key.txt" },
      { command: "vteam secret list" },
    ],
  });
  group
    .command("set <name>")
    .description("Set a secret to the value that is piped in or typed. An earlier value is replaced.")
    .action(async (name: string, _options: object, self: Command) => {
      const { client, show, terminal, project } = await openContext(deps, self);
      const param = { project: await project(), key: name };
      const value = await readSecret(terminal, `Value of ${name} in ${param.project} (not shown)`);
      await client.api.projects[":project"].secrets[":key"].$put({ param, json: { value: value.reveal() } });
      show({ key: name, set: true }, () => [`${terminal.paint("green", "✓")} ${name} is set.`]);
    });
  addList(group, deps);
  addDelete(group, deps);
  return group;
}

function addList(group: Command, deps: CommandDeps): void {
  group
    .command("list")
    .description("List the secrets that are set, with a fingerprint by which you recognise a value.")
    .action(async (_options: object, self: Command) => {
      const { client, show, terminal, project, now } = await openContext(deps, self);
      const param = { project: await project() };
      const list = await answerOf(client.api.projects[":project"].secrets.$get({ param }));
      const rows = list.items.map((secret) => [
        secret.key,
        secret.fingerprint,
        timeAgo(secret.updatedAt, now()),
        secret.updatedBy,
      ]);
      show(list, () =>
        rows.length === 0
          ? ["No secrets are set."]
          : tableLines(["name", "fingerprint", "changed", "by"], rows, terminal.paint),
      );
    });
}

function addDelete(group: Command, deps: CommandDeps): void {
  group
    .command("delete <name>")
    .description("Delete a secret.")
    .action(async (name: string, _options: object, self: Command) => {
      const { client, show, terminal, project } = await openContext(deps, self);
      const param = { project: await project(), key: name };
      await client.api.projects[":project"].secrets[":key"].$delete({ param });
      show({ key: name, deleted: true }, () => [`${terminal.paint("green", "✓")} ${name} is deleted.`]);
    });
}
