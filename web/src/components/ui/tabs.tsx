import { createLink, useLocation } from "@tanstack/react-router";
import { type ComponentProps, type ReactNode, type RefObject, useEffect, useRef } from "react";
import { cx } from "./class-names.ts";

/** Where the tabs need more room than there is, the open one is in sight. */
function useOpenTabInSight(bar: RefObject<HTMLElement | null>): void {
  const { pathname } = useLocation();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address is another open tab
  useEffect(() => {
    if (bar.current === null) return;
    const look = new ResizeObserver(() => {
      const { current } = bar;
      const open = current?.querySelector<HTMLElement>('[aria-current="page"]');
      if (current == null || open == null || current.scrollWidth <= current.clientWidth) return;
      const place = open.getBoundingClientRect();
      const room = current.getBoundingClientRect();
      if (place.left < room.left || place.right > room.right) current.scrollLeft += place.right - room.right + 40;
    });
    look.observe(bar.current);
    return () => look.disconnect();
  }, [bar, pathname]);
}

/** Tabs are links, because the URL says which one is open. */
export function Tabs({ label, children, className }: { label: string; children: ReactNode; className?: string }) {
  const bar = useRef<HTMLElement>(null);
  useOpenTabInSight(bar);
  return (
    <nav ref={bar} aria-label={label} className={cx("flex gap-5 overflow-x-auto [scrollbar-width:none]", className)}>
      {children}
    </nav>
  );
}

interface TabProps extends ComponentProps<"a"> {
  count?: ReactNode;
}

function TabAnchor({ count, className, children, ...rest }: TabProps) {
  return (
    <a
      {...rest}
      className={cx(
        "inline-flex items-center gap-1.5 border-b-2 border-transparent py-2.5 text-13 font-medium whitespace-nowrap text-ink-2 hover:text-ink focus-visible:shadow-none focus-visible:outline-2 focus-visible:-outline-offset-2 focus-visible:outline-accent aria-[current=page]:border-ink aria-[current=page]:text-ink",
        className,
      )}
    >
      {children}
      {count !== undefined && <span className="text-12 font-normal text-ink-3">{count}</span>}
    </a>
  );
}

/** One tab; takes what the router's Link takes. Index tabs need activeOptions={{ exact: true }}. */
export const Tab = createLink(TabAnchor);

function SegmentAnchor({ className, ...rest }: ComponentProps<"a">) {
  return (
    <a
      {...rest}
      className={cx(
        "inline-flex h-7 items-center rounded-1 px-2.5 text-13 font-medium text-ink-2 hover:text-ink aria-[current=page]:bg-surface aria-[current=page]:text-ink aria-[current=page]:shadow-[0_0_0_1px_var(--line)]",
        className,
      )}
    />
  );
}

/** Two or three views of one thing, side by side; each Segment is a link. */
export const Segments = ({ label, children }: { label: string; children: ReactNode }) => (
  <nav aria-label={label} className="inline-flex gap-0.5 rounded-2 bg-hover p-0.5">
    {children}
  </nav>
);
export const Segment = createLink(SegmentAnchor);
