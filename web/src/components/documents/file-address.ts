import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import type { FilePlace } from "#web/api/files.ts";

const fileViews = ["rendered", "source", "diff", "history"] as const;
export type FileView = (typeof fileViews)[number];

export const isMarkdown = (path: string): boolean => /\.(md|markdown)$/i.test(path);

/** Markdown is for reading, everything else for looking at. */
export const defaultView = (path: string): FileView => (isMarkdown(path) ? "rendered" : "source");

const SHA = /^[0-9a-f]{40}$/;
/** The lines that a fragment such as #L10-L20 names. */
export function linesOf(fragment: string): readonly [number, number] | undefined {
  const [, from, to] = /^#?L(\d{1,7})(?:-L(\d{1,7}))?$/.exec(fragment) ?? [];
  if (from === undefined) return undefined;
  const [a, b] = [Number(from), Number(to ?? from)];
  return a <= b ? [a, b] : [b, a];
}

export interface FileAddress {
  place: FilePlace;
  path: string | undefined;
  view: FileView | undefined;
  /** The older commit of a diff. */
  base: string | undefined;
  /** Whether the tree shows files beside those of the RFE's own directory. */
  all: boolean;
  layout: "split" | "unified" | undefined;
}

export type FileAddressChange = Partial<
  Record<"repo" | "path" | "at" | "view" | "base" | "all" | "layout", string | undefined>
>;

const FILES = "/projects/$project/rfe/$rfe/files";

/** What the address says about the files of an RFE, and how to say something else. */
export function useFileAddress() {
  const { project, rfe } = useParams({ from: FILES });
  const search = useSearch({ from: FILES });
  const navigate = useNavigate();
  const address: FileAddress = {
    place: { rfe: { project, id: rfe }, repo: search.repo, at: SHA.test(search.at ?? "") ? search.at : undefined },
    path: search.path,
    view: fileViews.find((view) => view === search.view),
    base: SHA.test(search.base ?? "") ? search.base : undefined,
    all: search.all === "1",
    layout: search.layout === "split" || search.layout === "unified" ? search.layout : undefined,
  };
  const change = useCallback(
    (next: FileAddressChange, hash = "") =>
      void navigate({ to: ".", search: (before) => ({ ...before, ...next }), hash, resetScroll: false }),
    [navigate],
  );
  return { address, change };
}

/** The address of what is shown now, pinned to a commit, for sending to somebody. */
export function permalink(commit: string, lines: readonly [number, number] | undefined): string {
  const url = new URL(window.location.href);
  url.searchParams.set("at", commit);
  url.hash = lines === undefined ? "" : lines[0] === lines[1] ? `L${lines[0]}` : `L${lines[0]}-L${lines[1]}`;
  return url.toString().replaceAll("%2F", "/");
}
