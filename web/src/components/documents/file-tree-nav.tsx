import { Link } from "@tanstack/react-router";
import { ChevronDown, ChevronRight, FileText, Folder } from "lucide-react";
import { useState } from "react";
import { cx } from "#web/components/ui/class-names.ts";
import type { TreeNode } from "./file-tree.ts";

interface NodesProps {
  nodes: readonly TreeNode[];
  current: string | undefined;
  /** Directories open from the start. */
  isOpen: (path: string) => boolean;
}

const row =
  "flex min-h-7 w-full items-center gap-1.5 rounded-2 px-1.5 py-0.5 text-left text-12 hover:bg-hover [&_svg]:size-3.5";

function FolderNode({ node, ...rest }: NodesProps & { node: TreeNode }) {
  const [open, setOpen] = useState(
    () => rest.isOpen(node.path) || (rest.current?.startsWith(`${node.path}/`) ?? false),
  );
  const Disclosure = open ? ChevronDown : ChevronRight;
  return (
    <li>
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)} className={cx(row, "text-ink-2")}>
        <Disclosure aria-hidden className="text-ink-3" />
        <Folder aria-hidden className="text-ink-3" />
        <span className="min-w-0 font-mono [overflow-wrap:anywhere]">{node.name}</span>
      </button>
      {open && (
        <div className="ml-3 border-l border-line pl-1">
          <Nodes {...rest} nodes={node.children} />
        </div>
      )}
    </li>
  );
}

function Nodes({ nodes, current, isOpen }: NodesProps) {
  return (
    <ul>
      {nodes.map((node) =>
        node.isFile ? (
          <li key={node.path}>
            <Link
              to="."
              search={(before) => ({ ...before, path: node.path, view: undefined, base: undefined })}
              hash=""
              resetScroll={false}
              {...(node.path === current ? { "aria-current": "page" as const } : {})}
              activeProps={{}}
              className={cx(row, "pl-6", node.path === current && "bg-press font-medium")}
            >
              <FileText aria-hidden className="text-ink-3" />
              <span className="min-w-0 font-mono [overflow-wrap:anywhere]">{node.name}</span>
            </Link>
          </li>
        ) : (
          <FolderNode key={node.path} node={node} nodes={node.children} current={current} isOpen={isOpen} />
        ),
      )}
    </ul>
  );
}

/** The files of a commit. */
export const FileTreeNav = (props: NodesProps) => (
  <nav aria-label="Files">
    <Nodes {...props} />
  </nav>
);
