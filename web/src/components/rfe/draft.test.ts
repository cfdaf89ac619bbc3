import { expect, it } from "vitest";
import { Draft } from "./draft.ts";

class Memory {
  readonly items = new Map<string, string>();
  getItem = (key: string) => this.items.get(key) ?? null;
  setItem = (key: string, value: string) => void this.items.set(key, value);
  removeItem = (key: string) => void this.items.delete(key);
}

const asText = (value: unknown) => (typeof value === "string" ? value : undefined);
const hour = 3_600_000;

it("gives back what was typed for 48 hours, and nothing after", () => {
  let now = 0;
  const draft = new Draft("new-rfe", asText, new Memory(), () => now);

  draft.save("half a title");
  now = 48 * hour;
  const inTime = draft.load();
  now += 1;
  const late = draft.load();

  expect([inTime, late]).toEqual(["half a title", undefined]);
});

it("ignores what it did not write", () => {
  const memory = new Memory();
  memory.setItem("vteam.draft.new-rfe", "{not json");

  expect(new Draft("new-rfe", asText, memory).load()).toBeUndefined();
});

it("says when the storage is full, and goes on", () => {
  const full = {
    getItem: () => null,
    setItem: () => {
      throw new Error("quota");
    },
    removeItem: () => {},
  };

  expect(new Draft("new-rfe", asText, full).save("text")).toBe(false);
});
