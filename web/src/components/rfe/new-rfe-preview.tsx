import { GitBranch, Info } from "lucide-react";
import { Card, CardHeader, CardTitle } from "#web/components/ui/card.tsx";
import type { NewRfeValues } from "./new-rfe-values.ts";
import { repositoryLabel } from "./repository-name.ts";

interface BranchPictureProps {
  name: string;
  note: string;
  commits: number;
}

/** A base branch, solid, and the feature branch that does not exist yet, dashed. */
function BranchPicture({ name, note, commits }: BranchPictureProps) {
  const last = 66 + (commits - 1) * 28;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-1">
      <span className="truncate-words text-12 font-semibold">{name}</span>
      <svg
        viewBox="0 0 300 44"
        role="img"
        aria-label={`${name}: ${note}, not yet created`}
        className="w-full"
        fill="none"
        strokeWidth="2"
      >
        <path d="M0 8H300" className="stroke-line-2" />
        <circle cx="20" cy="8" r="3.5" className="fill-rail" />
        <path d={`M20 8C42 8 32 32 56 32H${last}`} strokeDasharray="3 3" className="stroke-control" />
        {Array.from({ length: commits }, (_, at) => (
          <circle
            // biome-ignore lint/suspicious/noArrayIndexKey: the nodes are all alike
            key={at}
            cx={66 + at * 28}
            cy="32"
            r="4.5"
            strokeDasharray="3 3"
            className="fill-surface stroke-control"
          />
        ))}
        <text x={last + 14} y="36" stroke="none" className="fill-ink-3 text-12">
          {note}
        </text>
      </svg>
    </li>
  );
}

/** What the form will make: a branch of the same name in every repository, none of it there yet. */
export function NewRfePreview({ values }: { values: NewRfeValues }) {
  const supporting = values.supportingRepos.map(({ url }) => url).filter((url) => url.trim() !== "");
  return (
    <Card aria-labelledby="preview-title" className="lg:sticky lg:top-6">
      <CardHeader>
        <CardTitle id="preview-title">What this will make</CardTitle>
      </CardHeader>
      <ul className="grid gap-3 p-4">
        <BranchPicture
          name={repositoryLabel(values.umbrellaRepo.url) || "Spec repo"}
          note="spec, plan, tasks"
          commits={4}
        />
        {supporting.map((url) => (
          <BranchPicture key={url} name={repositoryLabel(url)} note="branch only" commits={1} />
        ))}
      </ul>
      <ul className="grid gap-2 border-t border-line p-4 text-13 text-ink-2">
        <li className="flex gap-2">
          <Info aria-hidden className="mt-0.5 text-ink-3" />
          <span>Nothing is written until you seed. Dashed lines turn solid once they are in git.</span>
        </li>
        <li className="flex gap-2">
          <GitBranch aria-hidden className="mt-0.5 text-ink-3" />
          <span>Every repository gets the same branch name.</span>
        </li>
      </ul>
    </Card>
  );
}
