#!/usr/bin/env bash
# Checks that the documents a step builds on are there, and lists them. A missing one ends with exit code 1, the name
# of the file and the command that makes it.
#
# Usage: check-prerequisites.sh [--json] [--spec-only | --require-tasks] [--include-tasks] [--paths-only]
#   --spec-only      only spec.md has to be there (default: spec.md and plan.md)
#   --require-tasks  tasks.md has to be there too
#   --include-tasks  list tasks.md among the documents if it is there
#   --paths-only     print the paths without checking anything
set -euo pipefail

# shellcheck source=common.sh
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

json=false need=plan include_tasks=false check=true
for argument in "$@"; do
  case "$argument" in
    --json) json=true ;;
    --spec-only) need=spec ;;
    --require-tasks) need=tasks include_tasks=true ;;
    --include-tasks) include_tasks=true ;;
    --paths-only) check=false ;;
    --help | -h)
      sed -n '2,9p' "$0"
      exit 0
      ;;
    *) vteam_fail "check-prerequisites.sh does not know '$argument'." "see check-prerequisites.sh --help." ;;
  esac
done

find_documents
if ! $check; then
  print_object "$json" \
    REPO_ROOT "$vteam_root" BRANCH "$feature_branch" FEATURE_DIR "$feature_directory" \
    FEATURE_SPEC "$spec_file" IMPL_PLAN "$plan_file" TASKS "$tasks_file"
  exit 0
fi

require_document "$spec_file" "specification" "/speckit.specify"
[ "$need" = spec ] || require_document "$plan_file" "plan" "/speckit.plan"
[ "$need" != tasks ] || require_document "$tasks_file" "task list" "/speckit.tasks"

list() {
  printf 'spec.md\n'
  [ ! -s "$plan_file" ] || printf 'plan.md\n'
  other_documents
  if $include_tasks && [ -s "$tasks_file" ]; then printf 'tasks.md\n'; fi
}
print_object "$json" FEATURE_DIR "$feature_directory" BRANCH "$feature_branch" AVAILABLE_DOCS "$(list | json_array)"
