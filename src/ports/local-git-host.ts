export interface HostedRepository {
  project: string;
  name: string;
  defaultBranch: string;
  sizeBytes: number;
  pushedAt: string | null;
}

/** Bare repositories that this server itself hosts, for people without a git host. */
export interface LocalGitHost {
  list(project: string): Promise<HostedRepository[]>;
  get(project: string, name: string): Promise<HostedRepository | undefined>;
  /** Error: "already-exists". An empty bare repository. */
  create(project: string, name: string, defaultBranch: string): Promise<HostedRepository>;
  /** Idempotent. */
  delete(project: string, name: string): Promise<void>;
  /** Serves git smart HTTP below /git/<project>/<name>.git; who may do this has been decided before. */
  serve(request: Request, target: { project: string; name: string; rest: string; user: string }): Promise<Response>;
  /** After refs of a repository changed. */
  onPush(listener: (pushed: { project: string; name: string }) => void): () => void;
}
