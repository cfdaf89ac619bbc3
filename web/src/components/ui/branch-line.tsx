import type { ComponentProps, ReactNode } from "react";
import { cx } from "./class-names.ts";
import { Node, type NodeState } from "./node.tsx";

/** Solid is in git, loose (dashed) is not yet, moving is being written; talk is a conversation, which is not git. */
export type Edge = "solid" | "loose" | "moving" | "talk";

interface BranchStep {
  key: string;
  name: ReactNode;
  /** A stamp, or the state as a word. */
  note?: ReactNode;
  state: NodeState;
  /** The segment that leads into this node. */
  edge: Edge;
  isCurrent?: boolean;
}

interface BranchProps {
  label: string;
  /** Where it leaves from and returns to, such as main. */
  base: string;
  steps: readonly BranchStep[];
  /** Whether it has returned to its base. */
  isMerged?: boolean;
}

const Curve = ({ edge, path }: { edge: Edge; path: string }) => (
  <svg className="branch-curve" data-edge={edge} viewBox="0 0 64 56" preserveAspectRatio="none" aria-hidden="true">
    <path vectorEffect="non-scaling-stroke" d={path} />
  </svg>
);

/** The branch as a stepper: leaves its base, carries the steps, and returns. */
export function Branch({ label, base, steps, isMerged = false }: BranchProps) {
  const end = isMerged ? "solid" : "loose";
  return (
    <div className="branch" data-end={end}>
      <span className="branch-base">{base}</span>
      <span className="branch-base branch-base-end" aria-hidden="true">
        {base}
      </span>
      <Curve edge={steps[0]?.edge === "loose" ? "loose" : "solid"} path="M38 10C58 10 44 52 64 52" />
      <ol aria-label={label}>
        {steps.map(({ key, name, note, state, edge, isCurrent }) => (
          <li key={key} data-edge={edge} {...(isCurrent ? { "aria-current": "step" as const } : {})}>
            <Node state={state} />
            <span>
              <span className="branch-name">{name}</span>
              {note !== undefined && <span className="branch-note">{note}</span>}
            </span>
          </li>
        ))}
      </ol>
      <Curve edge={end} path="M0 52C20 52 6 10 26 10" />
    </div>
  );
}

/** A list that hangs on a vertical line; its children are LineItems. */
export const Line = ({ className, ...rest }: ComponentProps<"ol">) => (
  <ol {...rest} className={cx("line", className)} />
);

interface LineItemProps extends ComponentProps<"li"> {
  state: NodeState;
  small?: boolean;
  /** The segment that leads on from this item. */
  edge?: Edge;
}

export function LineItem({ state, small = false, edge = "solid", className, children, ...rest }: LineItemProps) {
  return (
    <li
      {...rest}
      data-edge={edge}
      className={cx(
        "grid pb-3",
        small ? "grid-cols-[30px_minmax(0,1fr)]" : "grid-cols-[38px_minmax(0,1fr)]",
        className,
      )}
    >
      <span className={cx("grid justify-items-center", small ? "w-5.5 pt-0.5" : "w-5.5 pt-3.5")}>
        <Node state={state} small={small && state !== "dot"} className={state === "dot" ? "mt-1" : ""} />
      </span>
      <div className="min-w-0">{children}</div>
    </li>
  );
}
