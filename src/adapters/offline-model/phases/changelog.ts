import type { Survey } from "#adapters/offline-model/feature/stack.ts";
import { type Play, readFile } from "#adapters/offline-model/play.ts";

const UNRELEASED = /^## .*unreleased.*$/im;

/** Adds a line under "Unreleased", where the repository keeps such a list. */
export function* recordInChangelog({ directory, files }: Survey, line: string): Play<void> {
  if (!files.includes("CHANGELOG.md")) return;
  const path = `${directory}/CHANGELOG.md`;
  const text = yield* readFile("The repository keeps a changelog.", path);
  const heading = UNRELEASED.exec(text ?? "")?.[0];
  if (heading === undefined) return;
  yield {
    say: "I add a line for this change.",
    call: {
      name: "Edit",
      input: { file_path: path, old_string: `${heading}\n`, new_string: `${heading}\n\n- ${line}\n` },
    },
  };
}
