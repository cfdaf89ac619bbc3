import type { SeedFile } from "#domain/seed-kit.ts";
import { seedFile } from "./seed-file.ts";

export const SCRIPTS = ".specify/scripts/bash";
const NEW_FEATURE = `${SCRIPTS}/create-new-feature.sh`;
const FEATURE_PATHS = `${SCRIPTS}/vteam-feature.sh`;

const OVERRIDE = `
# Added by vteam: the feature branch has the name that the RFE gave it, numbered or not.
check_feature_branch() { return 0; }
`;

const WHY = {
  replaced: "The branch exists before the first session; a script that makes another one would split the feature.",
  appended: "The kit accepts only numbered branches; the feature branch has the RFE's name.",
};

/** Foreign kits make a branch of their own for each feature. Here the branch is given, so those parts are put out of action. */
export function neutraliseBranching(files: readonly SeedFile[], ours: readonly SeedFile[]): SeedFile[] {
  const script = (path: string): SeedFile | undefined => ours.find((file) => file.path === path);
  const featurePaths = script(FEATURE_PATHS);
  const neutral = files.map((file) => {
    const mine = file.path === NEW_FEATURE ? script(NEW_FEATURE) : undefined;
    if (mine) return { ...mine, edit: { kind: "replaced" as const, why: WHY.replaced, upstreamSha256: file.sha256 } };
    return file.path === `${SCRIPTS}/common.sh` ? withoutBranchCheck(file) : file;
  });
  const isReplaced = neutral.some((file) => file.edit?.kind === "replaced");
  return isReplaced && featurePaths
    ? [...neutral.filter((file) => file.path !== FEATURE_PATHS), featurePaths]
    : neutral;
}

function withoutBranchCheck(file: SeedFile): SeedFile {
  const text = new TextDecoder().decode(file.content);
  if (!text.includes("check_feature_branch")) return file;
  return seedFile(file.path, `${text}${text.endsWith("\n") ? "" : "\n"}${OVERRIDE}`, {
    executable: file.executable,
    edit: { kind: "appended", why: WHY.appended, upstreamSha256: file.sha256 },
  });
}
