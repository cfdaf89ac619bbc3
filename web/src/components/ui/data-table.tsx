import {
  type ColumnDef,
  createSortedRowModel,
  rowSortingFeature,
  sortFn_basic,
  tableFeatures,
  useTable,
} from "@tanstack/react-table";
import { ArrowDown, ArrowUp } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { Card } from "./card.tsx";
import { cx } from "./class-names.ts";
import { useRowKeys } from "./row-keys.ts";

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { basic: sortFn_basic },
});

export interface Column<T> {
  id: string;
  label: string;
  cell: (row: T) => ReactNode;
  /** What rows are sorted by; a column without it cannot be sorted. */
  sortBy?: (row: T) => string | number;
  /** Largest or newest first, when the column is chosen. */
  isDescending?: boolean;
  /** On a phone, where rows are cards: has a line of its own, instead of standing behind its label among the others. */
  isWide?: boolean;
  className?: string;
}

interface DataTableProps<T> {
  rows: readonly T[];
  columns: readonly Column<T>[];
  rowId: (row: T) => string;
  /** The column's id, with a minus before it for descending; undefined is the order in which the rows come. */
  sort: string | undefined;
  onSort: (sort: string | undefined) => void;
}

const head = "px-3 py-2 text-left text-12 font-medium whitespace-nowrap text-ink-3 first:pl-4 last:pr-4";
const cell = "px-3 py-3 align-top first:pl-4 last:pr-4 max-md:block max-md:p-0 max-md:first:pl-0 max-md:last:pr-0";
const wide = "max-md:basis-full";
/** On a phone a cell without its column's head says itself what it is. */
const fact = "text-12 text-ink-2 max-md:before:mr-1 max-md:before:text-ink-3 max-md:before:content-[attr(data-label)]";

/** How a sort is written in an address: by what, and a minus for descending. */
const parseSort = (sort: string | undefined) =>
  sort === undefined ? [] : [{ id: sort.replace(/^-/, ""), desc: sort.startsWith("-") }];

/** A click sorts, the next one turns the order round, a third takes it back. */
function nextSort({ id, isDescending = false }: Column<never>, sort: string | undefined): string | undefined {
  const [first, second] = isDescending ? [`-${id}`, id] : [id, `-${id}`];
  if (sort === first) return second;
  return sort === second ? undefined : first;
}

function Head<T>({ column, sort, onSort }: { column: Column<T> } & Pick<DataTableProps<T>, "sort" | "onSort">) {
  const { id, label, sortBy, className } = column;
  if (sortBy === undefined)
    return (
      <th scope="col" className={cx(head, className)}>
        {label}
      </th>
    );
  const order = sort === id ? "ascending" : sort === `-${id}` ? "descending" : undefined;
  const Arrow = order === "descending" ? ArrowDown : ArrowUp;
  return (
    <th scope="col" aria-sort={order} className={cx(head, className)}>
      <span className="md:hidden">{label}</span>
      <button
        type="button"
        className="group -mx-1 inline-flex items-center gap-1 rounded-1 px-1 hover:text-ink max-md:hidden"
        onClick={() => onSort(nextSort(column as Column<never>, sort))}
      >
        {label}
        <Arrow
          aria-hidden
          className={cx(
            "size-3",
            order === undefined && "opacity-0 group-hover:opacity-60 group-focus-visible:opacity-60",
          )}
        />
      </button>
    </th>
  );
}

/** Rows that can be sorted, or cards on a phone. The first cell holds the row's link, marked data-row; j and k move. */
export function DataTable<T>({ rows, columns, rowId, sort, onSort }: DataTableProps<T>) {
  useRowKeys();
  const defs = useMemo(
    () =>
      columns.map(
        ({ id, sortBy }): ColumnDef<typeof features, T & object> => ({
          id,
          accessorFn: (row) => sortBy?.(row),
          enableSorting: sortBy !== undefined,
          sortFn: "basic",
        }),
      ),
    [columns],
  );
  const sorting = useMemo(
    () => parseSort(sort).filter(({ id }) => columns.some((one) => one.id === id)),
    [sort, columns],
  );
  const table = useTable({
    features,
    columns: defs,
    data: rows as (T & object)[],
    state: { sorting },
    getRowId: rowId,
  });
  return (
    <Card className="overflow-hidden">
      <table className="w-full text-13 max-md:block">
        <thead className="border-b border-line max-md:sr-only">
          <tr>
            {columns.map((column) => (
              <Head key={column.id} {...{ column, sort, onSort }} />
            ))}
          </tr>
        </thead>
        <tbody className="max-md:block">
          {table.getRowModel().rows.map(({ id, original }) => (
            <tr
              key={id}
              className="relative border-t border-line first:border-t-0 hover:bg-hover max-md:flex max-md:flex-wrap max-md:items-baseline max-md:gap-x-3 max-md:gap-y-1.5 max-md:px-4 max-md:py-3"
            >
              {columns.map((column) => (
                <td
                  key={column.id}
                  className={cx(cell, column.isWide ? wide : fact, column.className)}
                  data-label={column.isWide ? undefined : column.label}
                >
                  {column.cell(original)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}
