/** A changed file as the review read it. */
export interface ReadFile {
  path: string;
  text: string;
}

export interface Finding {
  path: string;
  line: number;
  what: string;
}

interface Check {
  pattern: RegExp;
  what: string;
}

const SECURITY: readonly Check[] = [
  {
    pattern: /\b(password|secret|api_?key|token)\s*[:=]\s*["'][^"']{8,}["']/i,
    what: "looks like a secret written into the code",
  },
  { pattern: /\beval\(|new Function\(/, what: "runs text as code" },
  {
    pattern: /(query|exec|prepare)\(\s*`[^`]*\$\{(?!marks|names|table)/,
    what: "builds SQL from values; use parameters",
  },
  { pattern: /\bmd5\b|createHash\(["'](md5|sha1)["']\)/i, what: "uses a broken hash" },
  { pattern: /Math\.random\(\)/, what: "Math.random is not random enough for ids or tokens" },
  { pattern: /console\.log\(.*(password|token|secret)/i, what: "may write a secret to the log" },
  { pattern: /rejectUnauthorized:\s*false|verify\s*=\s*False/, what: "switches certificate checks off" },
];

const QUALITY: readonly Check[] = [
  { pattern: /\b(TODO|FIXME|XXX)\b/, what: "unfinished work is marked here" },
  { pattern: /catch\s*(\([^)]*\))?\s*\{\s*\}/, what: "an error is swallowed" },
  { pattern: /\bdebugger\b|console\.log\(/, what: "left-over debugging output" },
  { pattern: /^.{141,}$/, what: "a line of more than 140 characters" },
];

const isTest = (path: string): boolean => /(^|\/)(tests?|spec)\/|[._]test\.|_test\./.test(path);
const isCode = (path: string): boolean => /\.(m?[jt]sx?|py|go|rb|java|rs|sql|sh)$/.test(path);

function apply(checks: readonly Check[], files: readonly ReadFile[]): Finding[] {
  return files.flatMap(({ path, text }) =>
    text
      .split("\n")
      .flatMap((line, index) =>
        checks.filter(({ pattern }) => pattern.test(line)).map(({ what }) => ({ path, line: index + 1, what })),
      ),
  );
}

/** Tests hold invented passwords, so they are not searched for secrets. */
export const securityFindings = (files: readonly ReadFile[]): Finding[] =>
  apply(
    SECURITY,
    files.filter(({ path }) => isCode(path) && !isTest(path)),
  );

export const qualityFindings = (files: readonly ReadFile[]): Finding[] =>
  apply(
    QUALITY,
    files.filter(({ path }) => isCode(path)),
  );

/** Source files that changed, each with the changed test that bears its name, if any. */
export function testPairs(paths: readonly string[]): { source: string; test: string | undefined }[] {
  const stem = (path: string) => path.replace(/.*\//, "").replace(/([._-]test)?\.\w+$/, "");
  const tests = paths.filter(isTest);
  return paths
    .filter((path) => isCode(path) && !isTest(path) && !path.endsWith(".sql"))
    .map((source) => ({ source, test: tests.find((test) => stem(test) === stem(source)) }));
}
