import { ExternalLink, Printer } from "lucide-react";
import { IconButton, TextLink } from "#web/components/ui/button.tsx";
import { CopyButton } from "#web/components/ui/copy-button.tsx";
import { Stamp } from "#web/components/ui/stamp.tsx";
import { Segment, Segments } from "#web/components/ui/tabs.tsx";
import { type FileView, isMarkdown } from "./file-address.ts";

const words: Record<FileView, string> = { rendered: "Rendered", source: "Source", diff: "Diff", history: "History" };

interface FileBarProps {
  path: string;
  view: FileView;
  commit: string | undefined;
  /** Whether the address names this commit, so that it will show the same for ever. */
  isPinned: boolean;
  webUrl: string | null | undefined;
  permalink: string | undefined;
}

/** What is shown, how, and the ways to hand it on. */
export function FileBar({ path, view, commit, isPinned, webUrl, permalink }: FileBarProps) {
  const views: FileView[] = isMarkdown(path)
    ? ["rendered", "source", "diff", "history"]
    : ["source", "diff", "history"];
  return (
    <div className="no-print sticky top-0 z-5 flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line bg-bg py-2 max-md:top-13">
      <h2 className="min-w-0 font-mono text-12 font-medium [overflow-wrap:anywhere]">{path}</h2>
      {commit !== undefined && (
        <span className="inline-flex items-center gap-2 text-12 text-ink-3">
          <Stamp sha={commit} />
          {isPinned && (
            <TextLink to="." search={(old) => ({ ...old, at: undefined })}>
              Show the branch now
            </TextLink>
          )}
        </span>
      )}
      <div className="ml-auto flex items-center gap-1 max-sm:w-full">
        <Segments label="View">
          {views.map((one) => (
            <Segment
              key={one}
              to="."
              search={(old) => ({ ...old, view: one })}
              activeProps={{}}
              {...(one === view ? { "aria-current": "page" as const } : { "aria-current": undefined })}
            >
              {words[one]}
            </Segment>
          ))}
        </Segments>
        {permalink !== undefined && <CopyButton text={permalink} label="Copy permalink" />}
        {view === "rendered" && (
          <IconButton label="Print" className="max-sm:hidden" onClick={() => window.print()}>
            <Printer aria-hidden />
          </IconButton>
        )}
        {webUrl && (
          <a
            href={webUrl}
            target="_blank"
            rel="noreferrer"
            aria-label="Open on the git host"
            className="grid size-8 place-items-center rounded-2 text-ink-2 hover:bg-hover hover:text-ink"
          >
            <ExternalLink aria-hidden />
          </a>
        )}
      </div>
    </div>
  );
}
