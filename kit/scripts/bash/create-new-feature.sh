#!/usr/bin/env bash
# Makes sure that the feature has its directory and a spec.md to fill in, and says where they are.
# The branch exists already and is checked out: this script never makes or changes one. What callers pass to choose a
# name or a number (--short-name, --number, a description) is accepted and has no effect.
#
# Usage: create-new-feature.sh [--json] [description…]
set -euo pipefail

# shellcheck source=vteam-feature.sh
. "$(dirname "${BASH_SOURCE[0]}")/vteam-feature.sh"

json=false
for argument in "$@"; do
  case "$argument" in
    --json) json=true ;;
    --help | -h)
      sed -n '2,6p' "$0"
      exit 0
      ;;
  esac
done

vteam_find_feature
mkdir -p "$feature_directory"
spec="$feature_directory/spec.md"
template="$vteam_root/.specify/templates/spec-template.md"
if [ ! -e "$spec" ]; then
  if [ -f "$template" ]; then cp "$template" "$spec"; else : >"$spec"; fi
fi

name="${feature_branch##*/}"
number="${name%%[!0-9]*}"
[ -n "$number" ] || number="000"

if $json; then
  printf '{"BRANCH_NAME":%s,"SPEC_FILE":%s,"FEATURE_NUM":%s}\n' \
    "$(vteam_json_string "$feature_branch")" "$(vteam_json_string "$spec")" "$(vteam_json_string "$number")"
else
  printf 'BRANCH_NAME: %s\nSPEC_FILE: %s\nFEATURE_NUM: %s\n' "$feature_branch" "$spec" "$number"
fi
