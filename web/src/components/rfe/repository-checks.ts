import type { RepositoryLook } from "#web/api/repositories.ts";

type CheckState = "ok" | "fail" | "warn" | "busy";

export interface RepositoryCheck {
  state: CheckState;
  text: string;
  remedy?: string;
}

interface Look {
  data: RepositoryLook | undefined;
  error: { message: string; remedy: string } | undefined;
  isBusy: boolean;
}

interface Wanted {
  /** The base branch as typed; empty takes the repository's own default. */
  base: string;
  feature: string;
  name: string;
}

/** What is known of one repository, check by check, as it settles. */
export function repositoryChecks(base: Look, feature: Look, wanted: Wanted): RepositoryCheck[] {
  if (base.error !== undefined) return [{ state: "fail", text: base.error.message, remedy: base.error.remedy }];
  if (base.data === undefined) return [{ state: "busy", text: "Checking the repository" }];
  if (base.data.state === "empty")
    return [
      { state: "ok", text: "Reachable" },
      { state: "fail", text: "Has no commit yet", remedy: "Push a first commit to its base branch." },
    ];
  return [
    { state: "ok", text: "Reachable" },
    baseCheck(base.data, wanted.base),
    base.data.canPush
      ? { state: "ok", text: "You can push" }
      : {
          state: "fail",
          text: "You can read, not push",
          remedy: "Fork the repository, or set GIT_TOKEN in the project's settings to a token that may push.",
        },
    ...featureCheck(feature, wanted),
  ];
}

function baseCheck({ branches, defaultBranch }: RepositoryLook, base: string): RepositoryCheck {
  if (base === "" || base === defaultBranch)
    return defaultBranch === null
      ? { state: "fail", text: "No default branch", remedy: "Name the base branch to start from." }
      : { state: "ok", text: "Base branch exists" };
  if (branches.some(({ name }) => name === base)) return { state: "ok", text: "Base branch exists" };
  const remedy = defaultBranch === null ? "Name a branch that exists." : `Its default branch is ${defaultBranch}.`;
  return { state: "fail", text: `No branch ${base}`, remedy };
}

function featureCheck({ data, isBusy }: Look, { feature, name }: Wanted): RepositoryCheck[] {
  if (feature === "") return [];
  if (data === undefined) return isBusy ? [{ state: "busy", text: "Looking for the feature branch" }] : [];
  return data.branches.some((branch) => branch.name === feature)
    ? [{ state: "warn", text: `Branch already exists in ${name}. Seeding will add to it.` }]
    : [{ state: "ok", text: "Feature branch absent" }];
}
