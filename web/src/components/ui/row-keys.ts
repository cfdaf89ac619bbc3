import { useShortcuts } from "#web/shortcuts.ts";

function move(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")];
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = at === -1 && step === -1 ? rows.length - 1 : Math.min(Math.max(at + step, 0), rows.length - 1);
  rows[next]?.focus();
}

/** j and k move between the rows of a list, and Enter opens: each row has one link marked data-row. */
export const useRowKeys = (): void => useShortcuts({ j: () => move(1), k: () => move(-1) });
