import { suggestBranchName } from "#domain/branch-name.ts";

/** The branch name of the form: it follows the title until somebody edits it, and again once it is reset. */
export interface BranchLink {
  name: string;
  isLinked: boolean;
}

/** Nothing is suggested while there is no title: an empty field says more than "ambient-rfe". */
const suggestion = (title: string): string => (title.trim() === "" ? "" : suggestBranchName(title));

export const followTitle = (link: BranchLink, title: string): BranchLink =>
  link.isLinked ? { ...link, name: suggestion(title) } : link;

/** Ties the name to the title again. */
export const resetName = (title: string): BranchLink => ({ name: suggestion(title), isLinked: true });
