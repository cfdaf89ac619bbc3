/** How the scripts of a generation of kits find the feature. */
export interface FeatureLookup {
  /** Bash that sets FEATURE (a branch) and FEATURE_DIR. */
  find: string;
  /** Whether only numbered branches are accepted. */
  checksBranch: boolean;
}

const CHECK = `check_feature_branch() {
  case "$1" in
    [0-9][0-9][0-9]-*) return 0 ;;
    *) echo "not a feature branch: $1" >&2; return 1 ;;
  esac
}
`;

export const byBranch: FeatureLookup = {
  checksBranch: true,
  find: 'FEATURE="$(git -C "$REPO_ROOT" rev-parse --abbrev-ref HEAD)"\n  FEATURE_DIR="$REPO_ROOT/specs/$FEATURE"',
};

export const byVariable: FeatureLookup = {
  checksBranch: true,
  find: `FEATURE="\${SPECIFY_FEATURE:-$(git -C "$REPO_ROOT" rev-parse --abbrev-ref HEAD)}"
  FEATURE_DIR="$REPO_ROOT/specs/$FEATURE"`,
};

const fromRecord = `FEATURE_DIR="\${SPECIFY_FEATURE_DIRECTORY:-}"
  if [ -z "$FEATURE_DIR" ] && [ -f "$REPO_ROOT/.specify/feature.json" ]; then
    FEATURE_DIR="$(sed -n 's/.*"feature_directory" *: *"\\([^"]*\\)".*/\\1/p' "$REPO_ROOT/.specify/feature.json")"
  fi`;

export const byRecordOrBranch: FeatureLookup = {
  checksBranch: true,
  find: `FEATURE="\${SPECIFY_FEATURE:-$(git -C "$REPO_ROOT" rev-parse --abbrev-ref HEAD)}"
  ${fromRecord}
  FEATURE_DIR="$REPO_ROOT/\${FEATURE_DIR:-specs/$FEATURE}"`,
};

export const byRecord: FeatureLookup = {
  checksBranch: false,
  find: `FEATURE="\${SPECIFY_FEATURE:-}"
  ${fromRecord}
  [ -n "$FEATURE_DIR" ] || { echo "no feature is selected" >&2; exit 1; }
  FEATURE_DIR="$REPO_ROOT/$FEATURE_DIR"`,
};

const HEAD = `#!/usr/bin/env bash
set -e
. "$(dirname "\${BASH_SOURCE[0]}")/common.sh"
find_feature
`;

/** Invented scripts in the manner of one generation; `templates` is the directory they copy from, below the root. */
export function scriptsOf(lookup: FeatureLookup, templates: string, depth: string): Record<string, string> {
  const guard = lookup.checksBranch ? '  check_feature_branch "$FEATURE" || exit 1\n' : "";
  return {
    "common.sh": `#!/usr/bin/env bash
REPO_ROOT="$(cd "$(dirname "\${BASH_SOURCE[0]}")/${depth}" && pwd)"
${lookup.checksBranch ? CHECK : ""}find_feature() {
  ${lookup.find}
${guard}}
`,
    "create-new-feature.sh": `#!/usr/bin/env bash
set -e
. "$(dirname "\${BASH_SOURCE[0]}")/common.sh"
cd "$REPO_ROOT"
git checkout -q -b "003-invented"
mkdir -p specs/003-invented
echo '{"BRANCH_NAME":"003-invented","SPEC_FILE":"specs/003-invented/spec.md","FEATURE_NUM":"003"}'
`,
    "setup-plan.sh": `${HEAD}mkdir -p "$FEATURE_DIR"
cp "$REPO_ROOT/${templates}/plan-template.md" "$FEATURE_DIR/plan.md"
printf '{"IMPL_PLAN":"%s"}\\n' "$FEATURE_DIR/plan.md"
`,
    "check-prerequisites.sh": `${HEAD}[ -f "$FEATURE_DIR/plan.md" ] || { echo "no plan" >&2; exit 1; }
printf '{"FEATURE_DIR":"%s"}\\n' "$FEATURE_DIR"
`,
  };
}
