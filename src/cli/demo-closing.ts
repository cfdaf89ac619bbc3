import type { PhaseRfe } from "#domain/phase-session.ts";
import { repositoryName } from "#domain/repo-url.ts";
import { specsDirectory } from "#domain/rfe.ts";
import { answerOf } from "./answer.ts";
import { boardLines } from "./board-lines.ts";
import type { DemoDeps } from "./demo-deps.ts";
import { oneLine, shortSha } from "./plain-text.ts";
import type { Paint, Terminal } from "./terminal.ts";

interface Where {
  project: string;
  rfe: PhaseRfe;
}

const SHOWN = 12;

/** What any git client would find now: files, commits and authors of both branches, and the board they add up to. */
export async function tellBranches(deps: DemoDeps, terminal: Terminal, where: Where): Promise<void> {
  const { rfe, project } = where;
  const { summary } = deps.client.api.projects[":project"]["rfe-workflows"][":id"];
  const board = await answerOf(summary.$get({ param: { project, id: rfe.id } }));
  terminal.print(...boardLines(board, terminal.paint), "");
  const urls = [rfe.umbrellaRepo, ...rfe.supportingRepos].map(({ url }) => url);
  for (const url of urls) {
    terminal.print(`${terminal.paint("bold", repositoryName(url))}  ${terminal.paint("dim", rfe.branchName)}`);
    terminal.print(...(await changedFiles(deps, where, url, terminal.paint)));
    terminal.print(...(await commits(deps, where, url, terminal)), "");
  }
}

/** The files of the feature by name; what seeding brought only by number. */
async function changedFiles(deps: DemoDeps, { project, rfe }: Where, repo: string, paint: Paint): Promise<string[]> {
  const { diff } = deps.client.api.projects[":project"]["rfe-workflows"][":id"];
  const { files } = await answerOf(diff.$get({ param: { project, id: rfe.id }, query: { repo } }));
  const seeded = [".claude/agents", ".claude/commands", ".specify"];
  const counts = seeded.flatMap((directory) => {
    const count = files.filter(({ path }) => path.startsWith(`${directory}/`)).length;
    return count === 0 ? [] : [`  ${directory}/  ${paint("dim", `${count} files`)}`];
  });
  const own = files.filter(({ path }) => !/^\.(claude|specify)\//.test(path) && !path.endsWith("/.gitkeep"));
  const width = Math.max(0, ...own.slice(0, SHOWN).map(({ path }) => path.length));
  const lines = own.slice(0, SHOWN).map((file) => {
    const change = `${paint("green", `+${file.added}`)}${file.removed === 0 ? "" : ` ${paint("red", `−${file.removed}`)}`}`;
    return `  ${oneLine(file.path, 80).padEnd(width)}  ${change}`;
  });
  const rest = own.length > SHOWN ? [paint("dim", `  … and ${own.length - SHOWN} more`)] : [];
  return [...counts, ...lines, ...rest];
}

async function commits(
  deps: DemoDeps,
  { project, rfe }: Where,
  repo: string,
  { paint, width }: Terminal,
): Promise<string[]> {
  const { history } = deps.client.api.projects[":project"]["rfe-workflows"][":id"];
  const page = await answerOf(history.$get({ param: { project, id: rfe.id }, query: { repo, limit: SHOWN } }));
  return page.commits.map(({ sha, message, author }) => {
    const subject = oneLine(message.split("\n")[0] ?? "", Math.max(30, width - 32));
    return `  ${paint("yellow", shortSha(sha))} ${subject}  ${paint("dim", oneLine(author.name, 20))}`;
  });
}

/** How to look further, while the server stays up. The token goes where git asks for a password, never into a command. */
export function furtherLines(deps: DemoDeps, { project, rfe }: Where, paint: Paint): string[] {
  const command = (text: string, means: string) => `  ${paint("cyan", `$ ${text}`)}${paint("dim", `   # ${means}`)}`;
  const clones = [rfe.umbrellaRepo, ...rfe.supportingRepos].map(({ url }) =>
    command(`git clone -b ${rfe.branchName} ${url}`, repositoryName(url) === "specs" ? "the documents" : "the code"),
  );
  return [
    `Sign in     ${paint("bold", deps.loginUrl)}`,
    `API         ${deps.url}/api/reference`,
    "",
    "Clone what was made. git asks for a user name (any) and a password (the access token below):",
    ...clones,
    `  ${paint("dim", "access token")}  ${deps.token}`,
    "",
    "Ask the server from another terminal:",
    command(
      `export VTEAM_URL=${deps.url} VTEAM_DATA_DIR=${deps.dataDirectory} VTEAM_PROJECT=${project}`,
      "finds the token by itself",
    ),
    command(`node bin/vteam.mjs rfe phases ${rfe.id}`, "the board"),
    command(`node bin/vteam.mjs rfe view ${rfe.id} spec`, `reads ${specsDirectory(rfe.branchName)}/spec.md`),
    command("node bin/vteam.mjs session list", "and `session logs NAME`"),
    command(`node bin/vteam.mjs rfe tick ${rfe.id} T001`, "once you find its first task done"),
    "",
    `The server stays up. ${paint("bold", "Ctrl-C")} ends it${deps.isKept ? "." : " and removes everything it made."}`,
  ];
}
