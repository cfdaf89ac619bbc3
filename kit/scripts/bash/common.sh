#!/usr/bin/env bash
# The documents of a feature and how scripts print them. Sourced by the other scripts, never run by itself.

# shellcheck source=vteam-feature.sh
. "$(dirname "${BASH_SOURCE[0]}")/vteam-feature.sh"

# Sets the path of every document of the feature.
find_documents() {
  vteam_find_feature
  spec_file="$feature_directory/spec.md"
  plan_file="$feature_directory/plan.md"
  tasks_file="$feature_directory/tasks.md"
  templates="$vteam_root/.specify/templates"
  constitution="$vteam_root/.specify/memory/constitution.md"
}

# require_document <file> <what it is> <command that makes it>: a missing or empty document ends the script.
require_document() {
  [ -s "$1" ] || vteam_fail "${1#"$vteam_root"/} is missing: this step builds on the $2." "run $3 first."
}

# copy_template <template> <file>: never overwrites what is there.
copy_template() {
  [ ! -s "$2" ] || return 0
  [ -f "$templates/$1" ] || vteam_fail ".specify/templates/$1 is missing." "seed the branch again; it restores deleted files."
  mkdir -p "$(dirname "$2")"
  cp "$templates/$1" "$2"
}

# The other documents that exist, one per line, relative to the feature's directory.
other_documents() {
  local name
  for name in research.md data-model.md quickstart.md; do
    [ ! -s "$feature_directory/$name" ] || printf '%s\n' "$name"
  done
  for name in contracts checklists; do
    [ -z "$(ls -A "$feature_directory/$name" 2>/dev/null || true)" ] || printf '%s/\n' "$name"
  done
}

# print_object <json?> name value …: one JSON object, or a line per value. A value that starts with [ stays as it is.
print_object() {
  local json="$1" separator="" value
  shift
  if ! $json; then
    while [ $# -ge 2 ]; do
      printf '%s: %s\n' "$1" "$2"
      shift 2
    done
    return 0
  fi
  printf '{'
  while [ $# -ge 2 ]; do
    case "$2" in
      \[*) value="$2" ;;
      *) value="$(vteam_json_string "$2")" ;;
    esac
    printf '%s"%s":%s' "$separator" "$1" "$value"
    separator=","
    shift 2
  done
  printf '}\n'
}

# The lines of standard input as a JSON array.
json_array() {
  local line separator=""
  printf '['
  while IFS= read -r line; do
    printf '%s%s' "$separator" "$(vteam_json_string "$line")"
    separator=","
  done
  printf ']'
}
