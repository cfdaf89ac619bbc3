import { Check, CircleAlert, History, Lock, MessageSquare, X } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./class-names.ts";
import { Node } from "./node.tsx";

export type Tone = "neutral" | "ok" | "live" | "stale" | "fail" | "you" | "blocked";

const looks: Record<Tone, string> = {
  neutral: "bg-hover text-ink-2",
  ok: "bg-ok-soft text-ok-text",
  live: "bg-accent-soft text-accent-text",
  stale: "bg-stale-soft text-stale-text",
  fail: "bg-fail-soft text-fail-text",
  you: "bg-you-soft text-you-text",
  blocked: "text-ink-2 shadow-[inset_0_0_0_1px_var(--line-2)]",
};

const icons: Record<Tone, ReactNode> = {
  neutral: null,
  ok: <Check aria-hidden />,
  live: <Node state="live" bare />,
  stale: <History aria-hidden />,
  fail: <X aria-hidden />,
  you: <MessageSquare aria-hidden />,
  blocked: <Lock aria-hidden />,
};

interface BadgeProps {
  tone?: Tone;
  className?: string;
  children: ReactNode;
}

/** A state as icon and word; the colour comes last. */
export const Badge = ({ tone = "neutral", className, children }: BadgeProps) => (
  <span
    className={cx(
      "badge inline-flex h-5.5 items-center gap-1.25 rounded-full pr-2 pl-1.5 text-12 font-medium whitespace-nowrap [&_svg]:size-3 [&_svg]:stroke-[2.5]",
      tone === "neutral" && "pl-2",
      looks[tone],
      className,
    )}
  >
    {icons[tone]}
    {children}
  </span>
);

const marks = { ok: "text-ok-text", fail: "text-fail-text", stale: "text-stale-text", neutral: "text-ink-3" };
const markIcons = { ok: Check, fail: X, stale: CircleAlert, neutral: Check };

/** A quiet fact with its icon: a passed check colours its icon only, a failed one its words too. */
export function Mark({ tone, children }: { tone: keyof typeof marks; children: ReactNode }) {
  const Icon = markIcons[tone];
  return (
    <span className={cx("inline-flex items-baseline gap-1.25 text-12", tone === "fail" ? marks.fail : "text-ink-2")}>
      <Icon aria-hidden className={cx("size-3.5 translate-y-0.5 stroke-[2.25]", marks[tone])} />
      <span>{children}</span>
    </span>
  );
}
