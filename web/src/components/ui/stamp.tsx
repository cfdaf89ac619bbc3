import { createLink } from "@tanstack/react-router";
import type { ComponentProps } from "react";
import { cx } from "./class-names.ts";

interface StampProps extends ComponentProps<"span"> {
  /** The commit; seven characters are shown, all of them on hover. */
  sha: string;
}

/** What git can prove: a small ring and a short SHA. */
export const Stamp = ({ sha, className, ...rest }: StampProps) => (
  <span title={sha} {...rest} className={cx("stamp", className)}>
    {sha.slice(0, 7)}
  </span>
);

interface StampAnchorProps extends ComponentProps<"a"> {
  sha: string;
}

const StampAnchor = ({ sha, className, ...rest }: StampAnchorProps) => (
  <a title={sha} {...rest} className={cx("stamp", className)}>
    {sha.slice(0, 7)}
  </a>
);

/** A stamp that leads to what it proves; takes what the router's Link takes. */
export const StampLink = createLink(StampAnchor);

/** Work that exists but is not in git yet: a dashed ring and words. */
export const LooseStamp = ({ className, ...rest }: ComponentProps<"span">) => (
  <span {...rest} data-edge="loose" className={cx("stamp", className)} />
);
