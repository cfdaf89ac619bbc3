#!/usr/bin/env bash
# Puts the plan template in place, if there is no plan yet, and says where everything is that planning needs.
#
# Usage: setup-plan.sh [--json]
set -euo pipefail

# shellcheck source=common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

json=false
for argument in "$@"; do
  case "$argument" in
    --json) json=true ;;
    --help | -h)
      sed -n '2,4p' "$0"
      exit 0
      ;;
    *) vteam_fail "setup-plan.sh does not know '$argument'." "call it as setup-plan.sh --json." ;;
  esac
done

find_documents
require_document "$spec_file" "specification" "/speckit.specify"
copy_template plan-template.md "$plan_file"
print_object "$json" \
  FEATURE_DIR "$feature_directory" FEATURE_SPEC "$spec_file" IMPL_PLAN "$plan_file" \
  CONSTITUTION "$constitution" SPECS_DIR "$feature_directory" BRANCH "$feature_branch"
