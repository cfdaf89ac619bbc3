#!/usr/bin/env bash
# Checks that a specification and a plan are there and says where tasks.md goes. It writes nothing: an empty tasks.md
# would look like a finished phase.
#
# Usage: setup-tasks.sh [--json]
set -euo pipefail

# shellcheck source=common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

json=false
for argument in "$@"; do
  case "$argument" in
    --json) json=true ;;
    --help | -h)
      sed -n '2,5p' "$0"
      exit 0
      ;;
    *) vteam_fail "setup-tasks.sh does not know '$argument'." "call it as setup-tasks.sh --json." ;;
  esac
done

find_documents
require_document "$spec_file" "specification" "/speckit.specify"
require_document "$plan_file" "plan" "/speckit.plan"
print_object "$json" \
  FEATURE_DIR "$feature_directory" FEATURE_SPEC "$spec_file" IMPL_PLAN "$plan_file" TASKS "$tasks_file" \
  TASKS_TEMPLATE "$templates/tasks-template.md" BRANCH "$feature_branch" \
  AVAILABLE_DOCS "$(other_documents | json_array)"
