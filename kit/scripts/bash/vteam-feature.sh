#!/usr/bin/env bash
# Where the repository is and which feature is being worked on. Sourced by the other scripts, never run by itself.
# Nothing here changes a branch, a commit or HEAD.

vteam_root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd -P)"

vteam_fail() {
  printf 'Error: %s\n' "$1" >&2
  [ -z "${2:-}" ] || printf 'Remedy: %s\n' "$2" >&2
  exit 1
}

# Prints its argument as a JSON string, quotes included.
vteam_json_string() {
  local rest="$1" out="" char code
  local LC_ALL=C
  while [ -n "$rest" ]; do
    char="${rest%"${rest#?}"}"
    rest="${rest#?}"
    case "$char" in
      '"') out="$out\\\"" ;;
      '\') out="$out\\\\" ;;
      $'\n') out="$out\\n" ;;
      $'\r') out="$out\\r" ;;
      $'\t') out="$out\\t" ;;
      [$'\001'-$'\037'])
        printf -v code '\\u%04x' "'$char"
        out="$out$code"
        ;;
      *) out="$out$char" ;;
    esac
  done
  printf '"%s"' "$out"
}

# The value of feature_directory in .specify/feature.json; nothing when there is no such file or value.
vteam_recorded_directory() {
  local file="$vteam_root/.specify/feature.json"
  [ -f "$file" ] || return 0
  tr '\n' ' ' <"$file" |
    sed -n 's/.*"feature_directory"[[:space:]]*:[[:space:]]*"\([^"]*\)".*/\1/p' |
    sed 's,\\/,/,g'
}

vteam_current_branch() {
  git -C "$vteam_root" symbolic-ref --quiet --short HEAD 2>/dev/null || true
}

# Sets feature_directory (absolute) and feature_branch, from the first that says something: SPECIFY_FEATURE_DIRECTORY,
# .specify/feature.json, SPECIFY_FEATURE, the current branch if it has a directory under specs/.
vteam_find_feature() {
  local relative branch
  relative="${SPECIFY_FEATURE_DIRECTORY:-}"
  [ -n "$relative" ] || relative="$(vteam_recorded_directory)"
  [ -n "$relative" ] || relative="${SPECIFY_FEATURE:+specs/$SPECIFY_FEATURE}"
  if [ -z "$relative" ]; then
    branch="$(vteam_current_branch)"
    if [ -n "$branch" ] && [ -d "$vteam_root/specs/$branch" ]; then
      relative="specs/$branch"
    fi
  fi
  [ -n "$relative" ] || vteam_fail \
    "it is not clear which feature this is about." \
    "set SPECIFY_FEATURE_DIRECTORY=specs/<branch>, or check out a branch that has a directory of its name under specs/."
  relative="${relative#"$vteam_root"/}"
  relative="${relative%/}"
  case "/$relative/" in
    //* | */../* | */./*) vteam_fail "the feature directory '$relative' is not inside this repository." \
      "use a path such as specs/my-feature." ;;
  esac
  feature_directory="$vteam_root/$relative"
  feature_branch="${relative#specs/}"
}
