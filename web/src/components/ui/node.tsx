import { Check, History, Lock, MessageSquare, X } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./class-names.ts";

export type NodeState = "done" | "fail" | "you" | "stale" | "idle" | "blocked" | "live" | "dot";

const icons: Record<NodeState, ReactNode> = {
  done: <Check aria-hidden />,
  fail: <X aria-hidden />,
  you: <MessageSquare aria-hidden />,
  stale: <History aria-hidden />,
  blocked: <Lock aria-hidden />,
  idle: null,
  live: null,
  dot: null,
};

interface NodeProps {
  state: NodeState;
  small?: boolean;
  /** Within a badge or text: no ground around it. */
  bare?: boolean;
  className?: string;
}

/** A node of the branch line. The words beside it say the same; for screen readers it is not there. */
export const Node = ({ state, small = false, bare = false, className }: NodeProps) => (
  <span aria-hidden className={cx("node", `node-${state}`, small && "node-sm", bare && "node-sm node-bare", className)}>
    {icons[state]}
  </span>
);
