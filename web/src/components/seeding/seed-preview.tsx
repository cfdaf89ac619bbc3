import type { SeedPreview } from "#web/api/seeding.ts";
import { repositoryLabel } from "#web/components/rfe/repository-name.ts";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { plural } from "#web/format.ts";
import { SeedWarnings } from "./seed-warnings.tsx";

type Action = SeedPreview["files"][number]["action"];

const headings: readonly { action: Action; text: string; mark: string; style: string }[] = [
  { action: "add", text: "added", mark: "+", style: "text-ok-text" },
  { action: "replace", text: "replaced", mark: "±", style: "text-stale-text" },
  { action: "remove", text: "removed", mark: "−", style: "text-fail-text" },
  { action: "keep", text: "kept, changed by people", mark: "=", style: "text-ink-2" },
  { action: "same", text: "kept, already there", mark: "=", style: "text-ink-3" },
];

function Files({ files, action, text, mark, style }: (typeof headings)[number] & Pick<SeedPreview, "files">) {
  const own = files.filter((file) => file.action === action);
  if (own.length === 0) return null;
  return (
    <details open={own.length <= 12} className="text-13">
      <summary className={`min-h-6 cursor-pointer font-medium ${style}`}>
        {plural(own.length, "file")} {text}
      </summary>
      <ul
        className="mt-1 max-h-56 overflow-y-auto rounded-2 border border-line bg-sunken p-2 font-mono text-12"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
        tabIndex={0}
        aria-label={`Files ${text}`}
      >
        {own.map(({ path }) => (
          <li key={path} className="[overflow-wrap:anywhere]">
            <span aria-hidden className={`mr-2 ${style}`}>
              {mark}
            </span>
            {path}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What a seeding would do now; nothing has been written. */
export function SeedPreviewList({ preview }: { preview: SeedPreview }) {
  const { files, branches, problems, warnings } = preview;
  return (
    <section aria-label="What seeding will do" className="grid gap-3">
      {problems.map((problem) => (
        <ProblemNote key={problem.error} error={problem} title="This would stop the seeding" />
      ))}
      <SeedWarnings warnings={warnings} />
      <ul className="grid gap-1 text-13">
        {branches.map(({ url, branch, action }) => (
          <li key={url} className="[overflow-wrap:anywhere]">
            {action === "create" ? "Creates" : "Uses"} <span className="font-mono text-12">{branch}</span> in{" "}
            {repositoryLabel(url)}
          </li>
        ))}
      </ul>
      {headings.map((heading) => (
        <Files key={heading.action} files={files} {...heading} />
      ))}
    </section>
  );
}
