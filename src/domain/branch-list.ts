/** What to show of a repository's branches. */
export interface BranchQuery {
  /** Part of a name, in any case; all branches when it is empty. */
  text: string;
  /** The last branch of the page before. */
  after: string | undefined;
  limit: number;
}

interface BranchPage {
  names: string[];
  /** Where the next page begins, if there is one. */
  next: string | undefined;
}

/**
 * One page of the branches whose names hold the text: the very name first, then the default branch, those that start
 * with the text, and the rest. Where a page ends is told by a name, so branches that come and go shift no page.
 */
export function branchPage(
  branches: Iterable<string>,
  defaultBranch: string | undefined,
  { text, after, limit }: BranchQuery,
): BranchPage {
  const wanted = text.toLowerCase();
  const place = (name: string): string => {
    if (name === text) return `0 ${name}`;
    if (name === defaultBranch) return `1 ${name}`;
    return `${name.toLowerCase().startsWith(wanted) ? 2 : 3} ${name}`;
  };
  const start = after === undefined ? "" : place(after);
  const places: string[] = [];
  for (const name of branches) {
    if (!name.toLowerCase().includes(wanted)) continue;
    const at = place(name);
    if (at > start) places.push(at);
  }
  const names = places.sort().map((at) => at.slice(2));
  const shown = names.slice(0, limit);
  return { names: shown, next: names.length > limit ? shown.at(-1) : undefined };
}
