import type { Markdown, RenderedMarkdown } from "#ports/markdown.ts";
import { showHiddenCharacters } from "./hidden-characters.ts";
import { plainDocument } from "./plain-document.ts";
import { RenderThread } from "./render-thread.ts";

const MAX_KEPT = 300;
/** Longer documents are data rather than something to read, and rendering grows faster than their length. */
const MAX_CHARACTERS = 400_000;
const LIMIT_MS = 10_000;

class UnifiedMarkdown implements Markdown {
  readonly #thread: RenderThread;
  readonly #kept = new Map<string, Promise<RenderedMarkdown>>();

  constructor(limitMs: number) {
    this.#thread = new RenderThread(limitMs);
  }

  render(key: string, source: string): Promise<RenderedMarkdown> {
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const rendered = this.#render(source);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= MAX_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(key, rendered);
    // What failed is tried anew by the next reader.
    rendered.catch(() => this.#kept.delete(key));
    return rendered;
  }

  async #render(source: string): Promise<RenderedMarkdown> {
    const rendered = source.length > MAX_CHARACTERS ? undefined : await this.#thread.render(source);
    return rendered ?? plainDocument(showHiddenCharacters(source));
  }
}

/** GitHub-flavoured Markdown without raw HTML, rendered beside the event loop. */
export const openMarkdown = (limitMs: number = LIMIT_MS): Markdown => new UnifiedMarkdown(limitMs);
