import { type RefObject, useRef, useState } from "react";

/**
 * Where something that floats is put: into the landmark it belongs to, so that it is not content outside of all of
 * them; from within a dialog onto the page, because a dialog cuts off what leaves it.
 */
const placeOf = (anchor: HTMLElement | null): HTMLElement | null =>
  anchor?.closest("[role=dialog], [role=alertdialog]") == null
    ? (anchor?.closest<HTMLElement>("main, aside") ?? null)
    : null;

/** `anchor` goes to what it floats at, `find` is called when it opens, `place` is the portal's container. */
export function usePortalPlace<E extends HTMLElement>(): {
  anchor: RefObject<E | null>;
  place: HTMLElement | null;
  find: () => void;
} {
  const anchor = useRef<E>(null);
  const [place, setPlace] = useState<HTMLElement | null>(null);
  return { anchor, place, find: () => setPlace(placeOf(anchor.current)) };
}
