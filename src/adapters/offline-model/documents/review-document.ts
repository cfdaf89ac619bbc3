import type { TestRun } from "#adapters/offline-model/phases/test-run.ts";
import { type Finding, qualityFindings, type ReadFile, securityFindings, testPairs } from "./review-checks.ts";
import { bullets } from "./template.ts";

/** Everything a review saw. */
export interface ReviewFacts {
  title: string;
  repository: string;
  branch: string;
  commits: string[];
  diffStat: string;
  changed: string[];
  files: ReadFile[];
  tests: TestRun | undefined;
}

const counted = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? "" : "s"}`;

const findings = (found: readonly Finding[], none: string): string =>
  found.length === 0 ? none : bullets(found.slice(0, 20).map(({ path, line, what }) => `\`${path}:${line}\` ${what}`));

function coverage({ changed, tests }: ReviewFacts): string {
  const pairs = testPairs(changed);
  const run = tests === undefined ? "No test command was found." : `${tests.summary}.`;
  const failing = tests?.kind === "failed" ? `\n\n\`\`\`\n${tests.output}\n\`\`\`` : "";
  const lines = pairs.map(({ source, test }) =>
    test === undefined ? `\`${source}\`: no test file bears its name` : `\`${source}\`: tested by \`${test}\``,
  );
  return `${run}${failing}\n\n${lines.length === 0 ? "No source file changed." : bullets(lines)}`;
}

function verdict({ tests }: ReviewFacts, serious: number): string {
  if (tests?.kind === "failed") return "The tests fail: this is not ready to be merged.";
  if (serious > 0) return `${counted(serious, "security finding")} to look at before merging.`;
  return tests?.kind === "passed" ? "The checks found nothing that stands against merging." : "The tests were not run.";
}

function pullRequest(facts: ReviewFacts): string {
  const changes = facts.commits.map((commit) => commit.replace(/^[0-9a-f]{7,40} (\([^)]*\) )?/, ""));
  return [
    `**Title**: feat: ${facts.title}`,
    "",
    "**Description**:",
    "",
    "> ### Summary",
    ...(changes.length === 0 ? ["> No commits beyond the base branch."] : changes.map((change) => `> - ${change}`)),
    ">",
    "> ### Testing",
    `> - ${facts.tests?.summary ?? "no test command was found"}`,
    ">",
    "> ### Security considerations",
    `> - ${counted(securityFindings(facts.files).length, "finding")} of the pattern checks; a person should review what they cannot see`,
  ].join("\n");
}

/** The review as markdown. It says what was checked, since no model judged anything. */
export function reviewDocument(facts: ReviewFacts): string {
  const security = securityFindings(facts.files);
  const quality = qualityFindings(facts.files);
  const stat = facts.diffStat === "" ? "" : `\n\n\`\`\`\n${facts.diffStat}\n\`\`\``;
  return [
    `# Review: ${facts.title}`,
    "## Summary",
    `\`${facts.repository}\`, branch \`${facts.branch}\`: ${counted(facts.commits.length, "commit")}, ${counted(facts.changed.length, "file")} changed, ${facts.files.length} of them read. ${verdict(facts, security.length)}${stat}`,
    "## Security",
    findings(
      security,
      "The pattern checks (secrets in code, SQL built from values, weak hashes and randomness, disabled certificate checks, secrets in logs) found nothing.",
    ),
    "## Test Coverage",
    coverage(facts),
    "## Code Quality",
    findings(quality, "No unfinished marks, swallowed errors, debugging output or over-long lines."),
    "## Pull Request",
    pullRequest(facts),
    "---",
    "Reviewed by the offline model: pattern checks and a test run, no AI. It cannot judge design or intent.",
  ].join("\n\n");
}
