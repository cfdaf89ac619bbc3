import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";

/** Whether the focus is on something that survived the change of page and belongs to it: a tab, a dialog. */
const isHeld = (element: Element | null): boolean => element?.closest("main, [role=dialog]") != null;

/** After a change of page the focus goes to its title, so that screen readers and the Tab key begin there. */
export function useRouteFocus(): void {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe("onRendered", ({ pathChanged, fromLocation }) => {
        if (!pathChanged || fromLocation === undefined || isHeld(document.activeElement)) return;
        const title = document.querySelector<HTMLElement>("main h1") ?? document.querySelector<HTMLElement>("main");
        title?.focus({ preventScroll: true });
      }),
    [router],
  );
}
