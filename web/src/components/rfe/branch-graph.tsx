import { plural } from "#web/format.ts";

const SHOWN = 6;
const FIRST = 104;
const STEP = 30;

interface BranchGraphProps {
  base: string;
  /** Commits on the branch. */
  commits: number;
  /** False while the branch does not exist: then it is dashed. */
  isThere: boolean;
}

/** A base branch and the feature branch that left it: a node for each of the newest commits. */
export function BranchGraph({ base, commits, isThere }: BranchGraphProps) {
  const nodes = isThere ? Math.min(commits, SHOWN) : 1;
  const end = FIRST + Math.max(0, nodes - 1) * STEP;
  const label = isThere ? `${plural(commits, "commit")} on the branch` : "The branch does not exist yet";
  const rail = isThere ? "stroke-rail" : "stroke-control";
  const dashes = isThere ? {} : { strokeDasharray: "3 3" };
  return (
    <svg
      viewBox="0 0 312 44"
      role="img"
      aria-label={label}
      className="block h-11 w-full"
      fill="none"
      strokeWidth="2"
      preserveAspectRatio="xMinYMid meet"
    >
      <text x="0" y="14" stroke="none" className="fill-ink-3 font-mono text-11">
        {base.slice(0, 6)}
      </text>
      {/* Beyond the box, so that it reaches the edge of the card however wide that is. */}
      <path d="M46 10H2000" className="stroke-line-2" />
      <circle cx="56" cy="10" r="3.5" className="fill-rail" />
      <path d={`M56 10C76 10 66 34 88 34H${end}`} className={rail} {...dashes} />
      {isThere && commits === 0 && <circle cx={FIRST} cy="34" r="3.5" className="fill-rail" />}
      {Array.from({ length: nodes }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a node is its place
        <circle key={at} cx={FIRST + at * STEP} cy="34" r="4" className={`fill-surface ${rail}`} {...dashes} />
      ))}
    </svg>
  );
}
