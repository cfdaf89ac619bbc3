import { isSha } from "#adapters/git/git-names.ts";
import type { Sha } from "#ports/git-repository.ts";
import type { GitObject } from "./git-object.ts";
import { broken } from "./wire-fault.ts";

export interface CommitContent {
  tree: Sha;
  parent: Sha;
  message: string;
  author: { name: string; email: string };
  /** ISO 8601. */
  date: string;
}

/** What a new commit needs to know of the one before it. */
export interface ParentFacts {
  tree: Sha;
  /** When it was committed, in seconds. */
  seconds: number;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they would end the name in a commit
const UNFIT = /[<>\u0000-\u001f]/g;
/** git drops these from both ends of a name. */
const CRUD = /^[\s.,:;"'\\]+|[\s.,:;"'\\]+$/g;

const clean = (text: string): string => text.replace(UNFIT, "").replace(CRUD, "");

export function parentFacts({ type, data }: GitObject): ParentFacts {
  const head = Buffer.from(data).toString("utf8").split("\n\n", 1)[0] ?? "";
  const tree = /^tree ([0-9a-f]{40})$/m.exec(head)?.[1];
  if (type !== "commit" || tree === undefined || !isSha(tree)) throw broken("a commit is malformed");
  return { tree, seconds: Number(/^committer .* (\d{1,12}) [+-]\d{4}$/m.exec(head)?.[1] ?? 0) };
}

/** A commit whose id depends on its content alone, byte for byte as git would write it. It is never older than its parent. */
export function commitObject(content: CommitContent, parentSeconds: number): GitObject {
  const seconds = Math.max(Math.trunc(Date.parse(content.date) / 1_000), parentSeconds);
  const who = `${clean(content.author.name)} <${clean(content.author.email)}> ${seconds} +0000`;
  const message = content.message.replaceAll("\0", "");
  const lines = [`tree ${content.tree}`, `parent ${content.parent}`, `author ${who}`, `committer ${who}`, "", message];
  const text = lines.join("\n");
  return { type: "commit", data: Buffer.from(text.endsWith("\n") ? text : `${text}\n`) };
}
