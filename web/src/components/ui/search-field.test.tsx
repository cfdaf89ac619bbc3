// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { chooseSingleKeys } from "#web/shortcuts.ts";
import { SearchField } from "./search-field.tsx";

const told = vi.fn<(text: string | undefined) => void>();
const field = () => screen.getByRole<HTMLInputElement>("searchbox", { name: "Search RFEs" });
const shown = (value: string | undefined) => (
  <SearchField label="Search RFEs" placeholder="Title" value={value} onSearch={told} />
);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  cleanup();
  told.mockReset();
  chooseSingleKeys("on");
  vi.useRealTimers();
});

it("tells what is looked for once the typing rests, and nothing for everything", () => {
  render(shown(undefined));

  for (const value of ["l", "lo", "log"]) fireEvent.change(field(), { target: { value } });
  vi.advanceTimersByTime(1_000);
  const first = told.mock.calls;
  cleanup();
  render(shown("log"));
  fireEvent.change(field(), { target: { value: "" } });
  vi.advanceTimersByTime(1_000);

  expect(first).toEqual([["log"], [undefined]]);
});

it("follows the address when it changes by another way", () => {
  const { rerender } = render(shown("log"));

  rerender(shown(undefined));

  expect(field().value).toBe("");
});

it("is reached by the key /, unless single keys are turned off", () => {
  render(shown(undefined));
  const press = () => fireEvent.keyDown(document.body, { key: "/" });

  chooseSingleKeys("off");
  press();
  const before = document.activeElement;
  chooseSingleKeys("on");
  press();

  expect(before).not.toBe(field());
  expect(document.activeElement).toBe(field());
});
