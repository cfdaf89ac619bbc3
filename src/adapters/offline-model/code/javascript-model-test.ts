/** From a test to the root of its repository. */
const UP = "../../";

/** Tests of the module that all models share, with a model of their own. */
export const sharedModelTests = (suffix: string): string => `import assert from "node:assert/strict";
import { test } from "node:test";
import { defineModel } from "${UP}src/models/model${suffix}";

const Thing = defineModel("things", {
  name: { kind: "text", required: true },
  colour: { kind: "choice", choices: ["red", "blue"] },
  seen_at: { kind: "time" },
  is_old: { kind: "flag" },
});

test("fills in what is not given", () => {
  const { colour, seen_at, is_old } = Thing.create({ name: "one" });

  assert.deepEqual([colour, seen_at, is_old], [null, null, false]);
});

test("keeps times in one form", () => {
  const { seen_at } = Thing.create({ name: "one", seen_at: "2026-01-02T03:04:05+01:00" });

  assert.equal(seen_at, "2026-01-02T02:04:05.000Z");
});

test("lists all faults at once", () => {
  const faults = Thing.faultsOf({ colour: "green", size: 3 });

  assert.deepEqual(faults, ["size is not a field", "name is required", "colour must be one of red, blue"]);
});

test("makes records that cannot be changed by accident", () => {
  const thing = Thing.create({ name: "one" });

  assert.throws(() => {
    thing.name = "two";
  }, TypeError);
});
`;
