import type { FileEntry } from "#web/api/files.ts";

/** A directory with what is in it, or a file. */
export interface TreeNode {
  name: string;
  path: string;
  /** Empty for a file. */
  children: TreeNode[];
  isFile: boolean;
  size: number | undefined;
}

const compare = (a: TreeNode, b: TreeNode): number =>
  Number(a.isFile) - Number(b.isFile) || a.name.localeCompare(b.name, "en", { numeric: true });

/** A directory with nothing but one directory in it is shown as one line: `specs/ambient-x`. */
function joined(node: TreeNode): TreeNode {
  const [only] = node.children;
  if (node.isFile || node.children.length !== 1 || only === undefined || only.isFile) return node;
  return joined({ ...only, name: `${node.name}/${only.name}` });
}

/** A list of files as a tree, directories first. */
export function fileTree(entries: readonly FileEntry[]): TreeNode[] {
  const root: TreeNode[] = [];
  const folders = new Map<string, TreeNode[]>([["", root]]);
  const folder = (path: string): TreeNode[] => {
    const known = folders.get(path);
    if (known !== undefined) return known;
    const cut = path.lastIndexOf("/");
    const node: TreeNode = { name: path.slice(cut + 1), path, children: [], isFile: false, size: undefined };
    folders.set(path, node.children);
    folder(cut === -1 ? "" : path.slice(0, cut)).push(node);
    return node.children;
  };
  for (const { type, path, size } of entries) {
    if (type !== "blob") continue;
    const cut = path.lastIndexOf("/");
    folder(cut === -1 ? "" : path.slice(0, cut)).push({
      ...{ name: path.slice(cut + 1), path, children: [], isFile: true, size },
    });
  }
  const settle = (nodes: TreeNode[]): TreeNode[] =>
    nodes
      .map((node) => ({ ...node, children: settle(node.children) }))
      .map(joined)
      .toSorted(compare);
  return settle(root);
}

/** Files in the order in which the tree shows them. */
export const filesInOrder = (nodes: readonly TreeNode[]): TreeNode[] =>
  nodes.flatMap((node) => (node.isFile ? [node] : filesInOrder(node.children)));

const FIRST = ["spec.md", "plan.md", "tasks.md"];

/** The file that somebody most likely came for: the latest document of the workflow, else a README, else the first. */
export function firstFile(nodes: readonly TreeNode[], directory: string): TreeNode | undefined {
  const files = filesInOrder(nodes);
  const documents = FIRST.map((name) => files.find(({ path }) => path === `${directory}/${name}`));
  return (
    documents.find((file) => file !== undefined) ??
    files.find(({ path }) => path.startsWith(`${directory}/`)) ??
    files.find(({ name }) => /^readme\.md$/i.test(name)) ??
    files[0]
  );
}
