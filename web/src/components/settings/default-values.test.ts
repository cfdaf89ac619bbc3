import { expect, it } from "vitest";
import { asDefaults, defaultValues, isSame, shippedDefaults } from "./default-values.ts";

const defaults = { seed: { specKitRepo: "github/spec-kit" }, model: "opus", timeout: 5_400 };

it("comes back as it was read", () => {
  expect(asDefaults(defaultValues(defaults))).toEqual(defaults);
  expect(defaultValues(defaults).minutes).toBe(90);
});

it("sets nothing for what is blank", () => {
  expect(asDefaults({ ...shippedDefaults, model: "  " })).toEqual({});
  expect(asDefaults(defaultValues({}))).toEqual({});
});

it("takes blanks around a text for no change", () => {
  const values = defaultValues(defaults);

  expect(isSame(values, { ...values, model: " opus " })).toBe(true);
  expect(isSame(values, { ...values, minutes: 91 })).toBe(false);
});
