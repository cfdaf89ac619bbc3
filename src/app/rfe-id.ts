import { isProblem } from "#domain/problem.ts";
import type { Project } from "#domain/project.ts";
import type { Rfe } from "#domain/rfe.ts";
import type { Stores, Unstored } from "#ports/object-store.ts";

/** On the project: the highest id that a deleted RFE had, so that no id ever comes back. */
const HIGHEST_LABEL = "highest-rfe-id";

const numberOf = (name: string): number => Number(/^rfe-(\d{1,15})$/.exec(name)?.[1] ?? 0);

/** Gives out rfe-<unix seconds>, one higher when that second is taken, never one that was given before. */
export class RfeIds {
  readonly #stores: Pick<Stores, "projects" | "rfes">;
  readonly #now: () => Date;
  readonly #highest = new Map<string, Promise<{ value: number }>>();

  constructor(stores: Pick<Stores, "projects" | "rfes">, now: () => Date) {
    this.#stores = stores;
    this.#now = now;
  }

  /** Creates the RFE under the next free id; the store decides what is free. */
  async create(
    rfe: Omit<Unstored<Rfe>, "metadata"> & { metadata: Omit<Unstored<Rfe>["metadata"], "name"> },
  ): Promise<Rfe> {
    const { project } = rfe.metadata;
    const highest = await this.#highestIn(project);
    for (;;) {
      highest.value = Math.max(Math.floor(this.#now().getTime() / 1_000), highest.value + 1);
      const metadata = { ...rfe.metadata, name: `rfe-${highest.value}` };
      try {
        return await this.#stores.rfes.create({ ...rfe, metadata });
      } catch (error) {
        if (!isProblem(error, "already-exists")) throw error;
      }
    }
  }

  /** Call before an RFE is deleted. */
  async retire(project: Project, name: string): Promise<void> {
    let current: Project | undefined = project;
    while (current !== undefined && numberOf(name) > Number(current.metadata.labels[HIGHEST_LABEL] ?? 0)) {
      const labels = { ...current.metadata.labels, [HIGHEST_LABEL]: String(numberOf(name)) };
      try {
        await this.#stores.projects.update({ ...current, metadata: { ...current.metadata, labels } });
        return;
      } catch (error) {
        if (!isProblem(error, "stale-write")) throw error;
        current = await this.#stores.projects.get({ project: project.metadata.name, name: project.metadata.name });
      }
    }
  }

  #highestIn(project: string): Promise<{ value: number }> {
    const known = this.#highest.get(project);
    if (known !== undefined) return known;
    const found = this.#find(project);
    this.#highest.set(project, found);
    found.catch(() => this.#highest.delete(project));
    return found;
  }

  async #find(project: string): Promise<{ value: number }> {
    const owner = await this.#stores.projects.get({ project, name: project });
    const { items } = await this.#stores.rfes.list({ project });
    const numbers = items.map((rfe) => numberOf(rfe.metadata.name));
    return { value: numbers.reduce((a, b) => Math.max(a, b), Number(owner?.metadata.labels[HIGHEST_LABEL] ?? 0)) };
  }
}
