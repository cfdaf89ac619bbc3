import type { Secret } from "#domain/secret.ts";

/** A full commit, tree or blob id: 40 lower-case hex digits. */
export type Sha = string;

/** A repository on a remote, with the credential to use there, if any. Only a parsed and accepted URL gets here. */
export interface Remote {
  url: string;
  credential?: { username: string; password: Secret } | undefined;
}

export interface TreeEntry {
  name: string;
  path: string;
  type: "blob" | "tree" | "commit";
  /** Six octal digits as git prints them: 100644, 100755, 120000, 040000, 160000. */
  mode: string;
  sha: Sha;
  /** Bytes of a blob; unknown in a recursive listing and in the reader of a change. */
  size?: number;
}

export interface Blob {
  path: string;
  sha: Sha;
  size: number;
  bytes: Uint8Array;
}

export interface Commit {
  sha: Sha;
  parents: Sha[];
  author: { name: string; email: string };
  /** ISO 8601. */
  date: string;
  subject: string;
  body: string;
  files: { path: string; status: string }[];
}

export interface FileDiff {
  path: string;
  oldPath?: string;
  status: "added" | "modified" | "deleted" | "renamed" | "copied" | "type-changed";
  added: number;
  removed: number;
  /** Unified diff of this file without headers; empty for binary files. */
  patch: string;
  truncated: boolean;
  binary: boolean;
}

/** What a remote answers about itself, in one look. */
export interface RemoteState {
  defaultBranch: string | undefined;
  /** Of the branches asked for those that exist: exact names, never a suffix match. */
  branches: Map<string, Sha>;
  isEmpty: boolean;
}

/** What a remote answers about a push to it, in one look. */
export interface PushState extends Pick<RemoteState, "branches" | "isEmpty"> {
  /** false also where the credential may read but is refused for a push. */
  canPush: boolean;
}

export interface FileWrite {
  path: string;
  /** undefined deletes the file. */
  content: Uint8Array | undefined;
  executable: boolean;
}

/** A change that has been fully prepared: nothing on the remote has changed yet. */
export interface Prepared {
  /** The base branch's commit. */
  base: Sha;
  /** The feature branch's commit as it was read; undefined = it does not exist. */
  tip: Sha | undefined;
  /** The commit to push. Equal to `tip` (or to `base` when there is no tip) when there is nothing to change. */
  next: Sha;
  /** Create-only, or compare-and-swap on `tip`. "moved": someone else was first, nothing was written. Error: "push-refused" with the host's words. */
  push(signal: AbortSignal): Promise<{ kind: "pushed" | "already" | "moved"; sha: Sha }>;
}

export interface Change {
  baseBranch: string;
  branch: string;
  /** Decides what to write, from what is there. Called with a reader of the commit the change builds on. */
  files: (reader: TreeReader) => Promise<FileWrite[]>;
  message: string;
  author: { name: string; email: string };
  /** ISO 8601; with the same inputs it makes the commit the same. */
  date: string;
}

/** Reads one commit. */
export interface TreeReader {
  commit: Sha;
  /** All entries below a directory ("" = root), recursive, blobs only; [] when the directory is not there. */
  list(directory: string): Promise<TreeEntry[]>;
  read(path: string): Promise<Uint8Array | undefined>;
  /** The entry at exactly this path, whatever its type. */
  entry(path: string): Promise<TreeEntry | undefined>;
}

/**
 * Refs and objects of remotes. Reads are addressed by commit SHA and come from a bare mirror, fetched once.
 * undefined means "is not there"; anything that kept us from looking is thrown:
 * "repository-not-found", "git-credential-refused", "git-host-unreachable", "git-timeout", "git-protocol".
 */
export interface GitRepository {
  /** One round trip, always live. Names are branch names without refs/heads/, or refs/tags/<tag> for the commit a tag stands for. */
  state(remote: Remote, branches: readonly string[], signal: AbortSignal): Promise<RemoteState>;
  /** The same with every branch there is. */
  allBranches(remote: Remote, signal: AbortSignal): Promise<RemoteState>;
  /** Whether the credential may push. Asks the host; writes nothing. */
  canPush(remote: Remote, signal: AbortSignal): Promise<boolean>;
  /** `canPush` and the branches together: one round trip where the host can, which also serves the next `prepare` or `createBranch`. */
  pushState(remote: Remote, branches: readonly string[], signal: AbortSignal): Promise<PushState>;
  /** A branch name, refs/tags/<tag> (peeled) or full SHA → the commit, fetched so that the reads below find it. */
  resolve(remote: Remote, ref: string, signal: AbortSignal): Promise<Sha | undefined>;
  /** Entries of one directory, or all below it; undefined = no such directory. */
  tree(
    remote: Remote,
    commit: Sha,
    path: string,
    recursive: boolean,
    signal: AbortSignal,
  ): Promise<TreeEntry[] | undefined>;
  /** Error "too-large" above maxBytes. undefined = no such regular file (links and submodules are not files). */
  blob(remote: Remote, commit: Sha, path: string, maxBytes: number, signal: AbortSignal): Promise<Blob | undefined>;
  /** Many files of one commit at once, in as few requests as the host allows; those that are not there are left out. */
  blobs(remote: Remote, commit: Sha, paths: readonly string[], maxBytes: number, signal: AbortSignal): Promise<Blob[]>;
  /** Newest first, from `commit` backwards. */
  log(
    remote: Remote,
    commit: Sha,
    options: { path?: string; skip: number; limit: number },
    signal: AbortSignal,
  ): Promise<Commit[]>;
  /** What `to` changed since it left `from` (merge base), per file. */
  diff(remote: Remote, from: Sha, to: Sha, path: string | undefined, signal: AbortSignal): Promise<FileDiff[]>;
  /** Everything about a change that can fail without a trace on the remote. Errors: "base-branch-missing", "repository-empty". */
  prepare(remote: Remote, change: Change, signal: AbortSignal): Promise<Prepared>;
  /** Creates a branch at a commit the remote already has; "already" when it exists, wherever it points. */
  createBranch(
    remote: Remote,
    branch: string,
    at: Sha,
    signal: AbortSignal,
  ): Promise<{ kind: "pushed" | "already"; sha: Sha }>;
}
