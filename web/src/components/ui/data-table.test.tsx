// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useState } from "react";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Column, DataTable } from "./data-table.tsx";

interface Fruit {
  name: string;
  weight: number;
}

const rows: Fruit[] = [
  { name: "pear", weight: 120 },
  { name: "apple", weight: 90 },
  { name: "melon", weight: 1_500 },
];
const columns: Column<Fruit>[] = [
  { id: "name", label: "Fruit", cell: ({ name }) => name, sortBy: ({ name }) => name, isWide: true },
  { id: "weight", label: "Weight", cell: ({ weight }) => weight, sortBy: ({ weight }) => weight, isDescending: true },
  { id: "note", label: "Note", cell: () => "–" },
];

function Fruits({ from }: { from?: string }) {
  const [sort, setSort] = useState<string | undefined>(from);
  return <DataTable rows={rows} columns={columns} rowId={({ name }) => name} sort={sort} onSort={setSort} />;
}

const names = () => screen.getAllByRole("row").map((row) => row.querySelector("td")?.textContent);
const orderOf = (label: string) =>
  screen.getByRole("columnheader", { name: new RegExp(label) }).getAttribute("aria-sort");

beforeEach(() => void render(<Fruits />));
afterEach(cleanup);

it("keeps the order of its rows until a column is chosen", () => {
  expect(names()).toEqual([undefined, "pear", "apple", "melon"]);
  expect(orderOf("Fruit")).toBeNull();
});

it("sorts by a column, then the other way round, then not at all", () => {
  const button = screen.getByRole("button", { name: "Fruit" });

  fireEvent.click(button);
  const first = [names().slice(1), orderOf("Fruit")];
  fireEvent.click(button);
  const second = [names().slice(1), orderOf("Fruit")];
  fireEvent.click(button);

  expect(first).toEqual([["apple", "melon", "pear"], "ascending"]);
  expect(second).toEqual([["pear", "melon", "apple"], "descending"]);
  expect(names().slice(1)).toEqual(["pear", "apple", "melon"]);
});

it("begins with the largest where that is what one looks for", () => {
  fireEvent.click(screen.getByRole("button", { name: "Weight" }));

  expect(names().slice(1)).toEqual(["melon", "pear", "apple"]);
});

it("offers no order for a column that has none, and takes an unknown one for none", () => {
  cleanup();
  render(<Fruits from="-colour" />);

  expect(screen.queryByRole("button", { name: "Note" })).toBeNull();
  expect(names().slice(1)).toEqual(["pear", "apple", "melon"]);
});
