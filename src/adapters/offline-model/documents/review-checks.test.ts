import { expect, test } from "vitest";
import { qualityFindings, securityFindings, testPairs } from "./review-checks.ts";

test.each([
  ['const password = "correct horse";', "secret written into the code"],
  ["eval(input);", "runs text as code"],
  [`db.query(\`SELECT * FROM t WHERE id = ${"$"}{id}\`);`, "builds SQL from values"],
  ['createHash("md5")', "broken hash"],
  ["const id = Math.random();", "not random enough"],
])("finds fault with %j", (line, what) => {
  const [finding] = securityFindings([{ path: "src/a.js", text: `\n${line}` }]);

  expect(finding).toMatchObject({ path: "src/a.js", line: 2, what: expect.stringContaining(what) });
});

test("does not take invented passwords of tests for secrets", () => {
  expect(securityFindings([{ path: "tests/a.test.js", text: 'const password = "correct horse";' }])).toEqual([]);
});

test("finds unfinished work and swallowed errors", () => {
  const text = `// ${"TO"}DO later\ntry { run(); } catch (error) {}`;

  expect(qualityFindings([{ path: "src/a.js", text }]).map(({ line }) => line)).toEqual([1, 2]);
});

test("pairs sources with the tests that bear their name", () => {
  const pairs = testPairs(["src/user.js", "src/other.py", "tests/user.test.js", "migrations/001.sql", "README.md"]);

  expect(pairs).toEqual([
    { source: "src/user.js", test: "tests/user.test.js" },
    { source: "src/other.py", test: undefined },
  ]);
});
