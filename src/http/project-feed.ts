import { randomBytes } from "node:crypto";
import type { Logger } from "pino";
import type { LocalGitHost } from "#ports/local-git-host.ts";
import type { ObjectStore, StoredObject, Stores } from "#ports/object-store.ts";
import { encodeEvent, type Frame, type FrameSource } from "./event-frame.ts";

const MAX_FRAMES = 1_000;

interface ObjectNews {
  kind: "project" | "rfe" | "session" | "operation" | "repository";
  id: string;
  etag: string | null;
  change: "added" | "modified" | "deleted" | "pushed";
}

interface FeedDeps {
  stores: Stores;
  gitHost: Pick<LocalGitHost, "onPush">;
  log: Logger;
}

/** Changes of the objects of one project, for boards and lists that refetch what changed. */
class ProjectFeed implements FrameSource {
  /** Positions mean something only to the feed that gave them out. */
  readonly name = randomBytes(6).toString("hex");
  readonly #stop = new AbortController();
  readonly #listeners = new Set<() => void>();
  readonly #onIdle: () => void;
  readonly #log: Logger;
  #frames: Frame[] = [];
  #head = 0;

  constructor(deps: FeedDeps, project: string, onIdle: () => void) {
    this.#onIdle = onIdle;
    this.#log = deps.log;
    const { stores } = deps;
    this.#follow("project", stores.projects, project);
    this.#follow("rfe", stores.rfes, project);
    this.#follow("session", stores.sessions, project);
    this.#follow("operation", stores.operations, project);
    const unsubscribe = deps.gitHost.onPush((pushed) => {
      if (pushed.project !== project) return;
      this.#tell({ kind: "repository", id: pushed.name, etag: null, change: "pushed" });
    });
    this.#stop.signal.addEventListener("abort", unsubscribe, { once: true });
  }

  get head(): number {
    return this.#head;
  }

  /** Whether everything after a position is still at hand. */
  holds(position: number): boolean {
    return position <= this.#head && position >= this.#head - this.#frames.length;
  }

  after(position: number): readonly Frame[] {
    const start = this.#head - this.#frames.length;
    return this.#frames.slice(Math.max(0, position - start));
  }

  onMore(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#stop.abort();
      this.#onIdle();
    };
  }

  #follow<T extends StoredObject>(
    kind: ObjectNews["kind"],
    store: Pick<ObjectStore<T>, "watch">,
    project: string,
  ): void {
    const follow = async () => {
      for await (const change of store.watch({ project }, this.#stop.signal)) {
        const etag = `"${change.object.metadata.resourceVersion}"`;
        this.#tell({ kind, id: change.object.metadata.name, etag, change: change.kind });
      }
    };
    follow().catch((error: unknown) => {
      if (!this.#stop.signal.aborted) this.#log.error({ err: error, kind }, "a watch for open pages ended");
    });
  }

  #tell(news: ObjectNews): void {
    const position = ++this.#head;
    const bytes = encodeEvent({ id: `${this.name}-${position}`, type: "change", data: news });
    this.#frames.push({ position, bytes, isLast: false });
    if (this.#frames.length > MAX_FRAMES) this.#frames = this.#frames.slice(-MAX_FRAMES / 2);
    for (const listener of this.#listeners) listener();
  }
}

export interface OpenFeed {
  source: FrameSource;
  after: number;
  /** False when the reader may have missed something and must read everything again. */
  isResumed: boolean;
}

/** One feed for each project that somebody looks at. */
export class ProjectFeeds {
  readonly #deps: FeedDeps;
  readonly #feeds = new Map<string, ProjectFeed>();

  constructor(deps: FeedDeps) {
    this.#deps = deps;
  }

  /** `lastEventId` is one that a feed gave out. Subscribe at once: a feed that nobody follows goes away. */
  open(project: string, lastEventId: string | undefined): OpenFeed {
    const feed = this.#feeds.get(project) ?? this.#start(project);
    if (lastEventId === undefined) return { source: feed, after: feed.head, isResumed: true };
    const [name, number] = lastEventId.split("-");
    const position = Number(number);
    const isResumed = name === feed.name && feed.holds(position);
    return { source: feed, after: isResumed ? position : feed.head, isResumed };
  }

  #start(project: string): ProjectFeed {
    const feed = new ProjectFeed(this.#deps, project, () => {
      if (this.#feeds.get(project) === feed) this.#feeds.delete(project);
    });
    this.#feeds.set(project, feed);
    return feed;
  }
}
