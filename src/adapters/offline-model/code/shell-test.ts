import type { Entity } from "#adapters/offline-model/feature/entity.ts";
import type { NewFile } from "./change.ts";

const SCRIPT = `#!/bin/sh
# Checks that each migration makes its table with every column it should have.
cd "$(dirname "$0")/.." || exit 2
faults=0

check() {
  file="$1"
  table="$2"
  shift 2
  grep -q "^CREATE TABLE $table (" "$file" || { echo "not ok: $file makes no table $table"; faults=$((faults + 1)); }
  for column in "$@"; do
    grep -q "^  $column " "$file" || { echo "not ok: $table has no column $column"; faults=$((faults + 1)); }
  done
}

CHECKS
if [ "$faults" -gt 0 ]; then exit 1; fi
echo "ok: COUNT tables as specified"
`;

/** A test for repositories whose language the model does not write. */
export function shellTest(entities: readonly Entity[], migrations: ReadonlyMap<string, string>): NewFile {
  const checks = entities.map(({ table, fields }) => {
    const columns = ["id", ...fields.map(({ name }) => name), "created_at", "updated_at"];
    return `check ${migrations.get(table) ?? ""} ${table} ${columns.join(" ")}`;
  });
  return {
    path: "tests/schema_test.sh",
    content: SCRIPT.replace("CHECKS", `${checks.join("\n")}\n`).replace("COUNT", String(entities.length)),
    say: "A script checks that the migrations hold every table and column.",
  };
}
