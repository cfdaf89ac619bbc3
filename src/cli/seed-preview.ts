import type { SeedRequest, SeedSources } from "#domain/operation.ts";
import { answerOf } from "./answer.ts";
import type { Context } from "./context.ts";
import { CommandFailure } from "./exit-code.ts";
import { oneLine, plainText, shortSha } from "./plain-text.ts";
import { problemLines } from "./problem-lines.ts";
import { factLines } from "./table.ts";
import type { Paint, Style } from "./terminal.ts";

type Preview = Awaited<ReturnType<typeof askPreview>>;
type PreviewFile = Preview["files"][number];

const marks: Record<PreviewFile["action"], { mark: string; style: Style; means: string }> = {
  conflict: { mark: "✗", style: "red", means: "in the way" },
  add: { mark: "+", style: "green", means: "added" },
  replace: { mark: "~", style: "yellow", means: "replaced" },
  remove: { mark: "-", style: "red", means: "removed" },
  keep: { mark: "!", style: "cyan", means: "kept as people changed them" },
  same: { mark: "=", style: "dim", means: "already there" },
};

const askPreview = ({ client }: Pick<Context, "client">, param: { project: string; id: string }, json: SeedRequest) =>
  answerOf(client.api.projects[":project"]["rfe-workflows"][":id"].seed.preview.$post({ param, json }));

/** Shows what a seeding would do, file by file. Pushes nothing; fails where the seeding would. */
export async function previewAndShow(
  context: Context,
  key: { project: string; id: string },
  request: SeedRequest,
  options: { withPatches: boolean },
): Promise<void> {
  const preview = await askPreview(context, key, request);
  const { paint } = context.terminal;
  context.show(preview, () => previewLines(preview, paint, options.withPatches));
  if (preview.problems.length > 0)
    throw new CommandFailure("failed", `Seeding ${key.id} would be refused.`, { isTold: true });
}

/** A preview as people read it: what would change, from which version to which, and where. */
function previewLines(preview: Preview, paint: Paint, withPatches: boolean): string[] {
  const changed = preview.files.filter(({ action }) => action !== "same");
  const counts = Object.entries(marks).flatMap(([action, { means }]) => {
    const count = preview.files.filter((file) => file.action === action).length;
    return count === 0 ? [] : [`${count} ${means}`];
  });
  const problems = preview.problems.flatMap((problem) =>
    problemLines({ ...problem, title: String(problem.title ?? "Problem") }, paint),
  );
  const warnings = preview.warnings.map((warning) => `${paint("yellow", "!")} ${plainText(warning)}`);
  const facts = factLines(
    [
      ["spec-kit", sourceText(preview.previous.specKit, preview.sources.specKit)],
      ["agents", sourceText(preview.previous.agents, preview.sources.agents)],
      ...preview.branches.map(({ url, branch, action }) => [action, `${branch} in ${url}`] as const),
    ],
    paint,
  );
  return [
    ...changed.flatMap((file) => fileLines(file, paint, withPatches)),
    ...(counts.length === 0 ? [] : [paint("bold", `${counts.join(", ")}.`)]),
    ...facts,
    ...warnings,
    ...problems,
    paint("dim", "Nothing was pushed."),
  ];
}

function fileLines(
  { path, action, message, added, removed, patch, truncated }: PreviewFile,
  paint: Paint,
  withPatches: boolean,
) {
  const { mark, style } = marks[action];
  const counts = added === undefined ? "" : paint("dim", `  +${added} -${removed ?? 0}`);
  const why = message === undefined ? "" : paint("dim", `  ${oneLine(message, 100)}`);
  const lines = withPatches && patch ? plainText(patch).trimEnd().split("\n") : [];
  return [
    `${paint(style, mark)} ${plainText(path)}${counts}${why}`,
    ...lines.map((line) => `    ${paint(styleOf(line), line)}`),
    ...(withPatches && truncated ? [paint("dim", "    … and more")] : []),
  ];
}

function styleOf(line: string): Style {
  if (line.startsWith("@@")) return "cyan";
  if (line.startsWith("+")) return "green";
  return line.startsWith("-") ? "red" : "dim";
}

type Source = SeedSources["specKit"];

function sourceText(before: Source, after: Source): string | undefined {
  const text = (source: Source) =>
    source &&
    `${plainText(source.source)} ${/^[0-9a-f]{40}$/.test(source.version) ? shortSha(source.version) : plainText(source.version)}`;
  const [old, fresh] = [text(before), text(after)];
  return old === undefined || fresh === undefined || old === fresh ? (fresh ?? old) : `${old} → ${fresh}`;
}
