import type { Command } from "commander";

const WIDTH = 110;

/** The help of a command exactly as it is printed, without colours. */
function helpText(command: Command): string {
  const parts: string[] = [];
  command.configureOutput({
    writeOut: (text) => parts.push(text),
    getOutHelpWidth: () => WIDTH,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return parts
    .join("")
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n")
    .trim();
}

/** A command and all below it, with their full names. */
function withDescendants(command: Command, name: string): { command: Command; name: string }[] {
  const visible = command.createHelp().visibleCommands(command);
  const below = visible.filter((child) => child.name() !== "help");
  return [{ command, name }, ...below.flatMap((child) => withDescendants(child, `${name} ${child.name()}`))];
}

/** docs/reference/cli.md: every command with the help it prints. Changes the output settings of the program it is given. */
export function cliReference(program: Command): string {
  const commands = withDescendants(program, program.name());
  const contents = commands.map(({ command, name }) => {
    const summary = command.summary();
    return `- [\`${name}\`](#${name.replaceAll(" ", "-")})${summary === "" ? "" : `: ${summary}`}`;
  });
  const sections = commands.map(({ command, name }) => `## ${name}\n\n\`\`\`text\n${helpText(command)}\n\`\`\``);
  return `${["# Command line", contents.join("\n"), ...sections].join("\n\n")}\n`;
}
