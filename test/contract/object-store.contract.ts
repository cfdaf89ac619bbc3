import { afterEach, beforeEach, describe, expect } from "vitest";
import type { ObjectChange, ObjectStore, StoredObject, Stores } from "#ports/object-store.ts";
import { type ContractOptions, contractTests } from "./contract-tests.ts";
import { operation, project, rfe, type Sample, session } from "./object-samples.ts";

interface OpenStores {
  stores: Stores;
  /** Closes and opens again what was written so far. */
  reopen(): Promise<Stores>;
  close(): Promise<void>;
}

/** Every test starts on an empty store. `now` is read for each write. */
type OpenObjectStores = (now: () => Date) => Promise<OpenStores>;

export function describeObjectStore(name: string, open: OpenObjectStores, options: ContractOptions = {}): void {
  describe(`${name} as an object store`, () => {
    describeKind(project, open, options);
    describeKind(rfe, open, options);
    describeKind(session, open, options);
    describeKind(operation, open, options);
  });
}

function describeKind<T extends StoredObject>(sample: Sample<T>, open: OpenObjectStores, options: ContractOptions) {
  describe(`of kind ${sample.kind}`, () => {
    const test = contractTests(options);
    const { make, change } = sample;
    let opened: OpenStores;
    let store: ObjectStore<T>;
    let stop: AbortController;
    let time: number;

    beforeEach(async () => {
      time = Date.parse("2026-11-22T12:00:00.000Z");
      stop = new AbortController();
      opened = await open(() => new Date(time));
      store = sample.store(opened.stores);
    });
    afterEach(async () => {
      stop.abort();
      await opened.close();
    });

    const keyOf = (object: { metadata: { project: string; name: string } }) => ({
      project: object.metadata.project,
      name: object.metadata.name,
    });
    const namesOf = (objects: T[]) => objects.map(({ metadata }) => metadata.name);
    const code = (value: string) => expect.objectContaining({ code: value });

    async function take(count: number, since?: string, projectName?: string): Promise<ObjectChange<T>[]> {
      const from = since === undefined ? {} : { since };
      const changes: ObjectChange<T>[] = [];
      const watch = store.watch(projectName === undefined ? from : { ...from, project: projectName }, stop.signal);
      for await (const seen of watch) {
        changes.push(seen);
        if (changes.length === count) break;
      }
      return changes;
    }

    test("reads back every field that was written, also after a restart", async () => {
      const created = await store.create(make("full"));

      const restarted = sample.store(await opened.reopen());

      expect(created).toMatchObject(make("full"));
      expect(created.metadata.uid).not.toBe("");
      expect(created.metadata.createdAt).toBe("2026-11-22T12:00:00.000Z");
      expect(created.metadata.updatedAt).toBe("2026-11-22T12:00:00.000Z");
      expect(await restarted.get(keyOf(created))).toEqual(created);
      expect((await restarted.list()).items).toEqual([created]);
    });

    test("answers undefined for what is not there", async () => {
      const found = await store.get({ project: "payments", name: "nobody" });

      expect(found).toBeUndefined();
      expect((await store.list()).items).toEqual([]);
    });

    test("refuses a name that is taken", async () => {
      const first = await store.create(make("twice"));

      await expect(store.create(make("twice"))).rejects.toEqual(code("already-exists"));

      expect(await store.get(keyOf(first))).toEqual(first);
    });

    test("gives a recreated object a new uid and a later version", async () => {
      const first = await store.create(make("phoenix"));
      await store.delete(keyOf(first));

      const second = await store.create(make("phoenix"));

      expect(second.metadata.uid).not.toBe(first.metadata.uid);
      expect(Number(second.metadata.resourceVersion)).toBeGreaterThan(Number(first.metadata.resourceVersion));
      await expect(store.update(change(first, "late"))).rejects.toEqual(code("stale-write"));
    });

    test("updates what its reader knows, and refuses a write based on a stale read", async () => {
      const created = await store.create(make("edited"));
      time += 5_000;

      const updated = await store.update(change(created, "first"));

      await expect(store.update(change(created, "second"))).rejects.toEqual(code("stale-write"));
      expect(updated.metadata.updatedAt).toBe("2026-11-22T12:00:05.000Z");
      expect(updated.metadata.createdAt).toBe(created.metadata.createdAt);
      expect(updated.metadata.resourceVersion).not.toBe(created.metadata.resourceVersion);
      expect(await store.get(keyOf(created))).toEqual(updated);
    });

    test("refuses an update of what was deleted", async () => {
      const created = await store.create(make("gone"));
      await store.delete(keyOf(created));

      await expect(store.update(change(created, "x"))).rejects.toEqual(code("stale-write"));

      expect(await store.get(keyOf(created))).toBeUndefined();
    });

    test("keeps uid, creation time and author whatever an update says", async () => {
      const created = await store.create(make("fixed"));
      const forged = { ...created.metadata, uid: "forged", createdAt: "1999", createdBy: "mallory" };

      const updated = await store.update(change({ ...created, metadata: forged }, "changed"));

      const { uid, createdAt, createdBy } = created.metadata;
      expect(updated.metadata).toMatchObject({ uid, createdAt, createdBy });
    });

    test("keeps the version and wakes nobody when an update changes nothing", async () => {
      const created = await store.create(make("same"));
      const { resourceVersion } = await store.list();
      time += 1_000;

      const updated = await store.update(structuredClone(created));

      const next = await store.create(make("next"));
      expect(updated).toEqual(created);
      expect(await take(1, resourceVersion)).toMatchObject([{ kind: "added", object: next }]);
    });

    test("lets exactly one of many concurrent updates win per version", async () => {
      let current = await store.create(make("contended"));

      for (let round = 0; round < 5; round += 1) {
        const writes = Array.from({ length: 20 }, (_, n) =>
          store.update(change(current, `round ${round} writer ${n}`)),
        );
        const outcomes = await Promise.allSettled(writes);
        const won = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
        const lost = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));

        expect(won).toEqual([await store.get(keyOf(current))]);
        expect(lost).toEqual(Array(19).fill(code("stale-write")));
        current = won[0] ?? current;
      }
    });

    test("creates 1,000 objects at once, and exactly one of 50 with the same name", async () => {
      const distinct = Array.from({ length: 1_000 }, (_, n) => store.create(make(`object-${n}`)));
      const same = Array.from({ length: 50 }, () => store.create(make("one-name")));

      const created = await Promise.all(distinct);
      const outcomes = await Promise.allSettled(same);

      expect(new Set(created.map(({ metadata }) => metadata.uid)).size).toBe(1_000);
      expect(new Set(created.map(({ metadata }) => metadata.resourceVersion)).size).toBe(1_000);
      expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect((await store.list()).items).toHaveLength(1_001);
    });

    test("deletes only the version it is told, and succeeds on what is gone", async () => {
      const created = await store.create(make("target"));
      const updated = await store.update(change(created, "newer"));

      await expect(store.delete(keyOf(created), created.metadata.resourceVersion)).rejects.toEqual(code("stale-write"));

      expect(await store.get(keyOf(created))).toEqual(updated);
      await store.delete(keyOf(created), updated.metadata.resourceVersion);
      await store.delete(keyOf(created), updated.metadata.resourceVersion);
      await store.delete(keyOf(created));
      expect(await store.get(keyOf(created))).toBeUndefined();
      expect((await store.list()).items).toEqual([]);
    });

    test("lists newest first, page by page, without a gap or a repeat", async () => {
      for (const name of ["a", "b", "c", "d", "e"]) {
        // Two share an instant, so that the name decides.
        if (name !== "c") time += 1_000;
        await store.create(make(name));
      }

      const first = await store.list({ limit: 2 });
      const last = first.items.at(-1)?.metadata;
      const rest = await store.list(last === undefined ? {} : { before: last });

      expect(namesOf(first.items)).toEqual(["e", "d"]);
      expect(namesOf(rest.items)).toEqual(["c", "b", "a"]);
    });

    test("lists what carries all the labels asked for, as they are now", async () => {
      const { metadata, ...rest } = make("labelled");
      const labelled = await store.create({
        ...rest,
        metadata: { ...metadata, labels: { team: "a", tier: "1" } },
      } as never);
      await store.create(make("other"));

      const both = await store.list({ labels: { team: "a", tier: "1" } });
      const wrong = await store.list({ labels: { team: "a", tier: "2" } });
      await store.update({ ...labelled, metadata: { ...labelled.metadata, labels: { team: "b" } } });

      expect(both.items).toEqual([labelled]);
      expect(wrong.items).toEqual([]);
      expect((await store.list({ labels: { team: "a" } })).items).toEqual([]);
      expect(namesOf((await store.list({ labels: { team: "b" } })).items)).toEqual(["labelled"]);
    });

    test("counts what each project has, without what was deleted", async () => {
      const gone = await store.create(make("a", "a"));
      await store.create(make("b", "b"));
      await store.create(make("c", "b"));
      await store.delete(keyOf(gone));

      const counts = [...(await store.counts())];

      // A project's own metadata names itself.
      expect(counts).toEqual(
        sample.kind === "project"
          ? [
              ["b", 1],
              ["c", 1],
            ]
          : [["b", 2]],
      );
    });

    test("watches every change in order from the version of a list", async () => {
      const old = await store.create(make("old"));
      const { resourceVersion } = await store.list();
      const watch = store.watch({ since: resourceVersion }, stop.signal)[Symbol.asyncIterator]();
      // One at a time, since two quick changes of one object may be seen as one.
      const next = async () => (await watch.next()).value;

      const added = await store.create(make("new"));
      const changes: ObjectChange<T>[] = [await next()];
      const modified = await store.update(change(added, "modified"));
      changes.push(await next());
      await store.delete(keyOf(old));
      changes.push(await next());
      await store.delete(keyOf(modified));
      changes.push(await next());

      expect(changes.map(({ kind, object }) => `${kind} ${object.metadata.name}`)).toEqual([
        "added new",
        "modified new",
        "deleted old",
        "deleted new",
      ]);
      expect(changes[1]?.object).toEqual(modified);
      const versions = changes.map((seen) => Number(seen.resourceVersion));
      expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
    });

    test("tells a late watcher of all that happened since, deletions included", async () => {
      const { resourceVersion } = await store.list();
      const kept = await store.create(make("kept"));
      await store.create(make("between"));
      await store.delete(keyOf(make("between")));
      const again = await store.create(make("between"));
      const changed = await store.update(change(kept, "changed"));

      const changes = await take(3, resourceVersion);

      expect(changes.map(({ kind }) => kind)).toEqual(["deleted", "added", "added"]);
      expect(changes.slice(1).map(({ object }) => object)).toEqual([again, changed]);
    });

    test("watches from now on when no version is given, also before the first read", async () => {
      await store.create(make("before"));
      const watch = store.watch({}, stop.signal)[Symbol.asyncIterator]();

      const after = await store.create(make("after"));

      expect(await watch.next()).toMatchObject({ value: { kind: "added", object: after } });
    });

    test("shows 20 watchers each of 200 concurrent changes once and in order", async () => {
      const { resourceVersion } = await store.list();
      const watchers = Array.from({ length: 20 }, () => take(200, resourceVersion));

      const created = await Promise.all(Array.from({ length: 200 }, (_, n) => store.create(make(`burst-${n}`))));

      const expected = created.map(({ metadata }) => metadata.resourceVersion).sort((a, b) => Number(a) - Number(b));
      for (const changes of await Promise.all(watchers)) {
        expect(changes.map((seen) => seen.resourceVersion)).toEqual(expected);
      }
    });

    test("ends a watch when its signal aborts", async () => {
      const watching = take(1);

      stop.abort();

      expect(await watching).toEqual([]);
    });

    if (sample.kind === "project") return;

    test("keeps projects apart in get, list and watch", async () => {
      const { resourceVersion } = await store.list();
      const theirs = await store.create(make("shared", "theirs"));
      const ours = await store.create(make("shared", "ours"));

      const [seen] = await take(1, resourceVersion, "ours");

      expect(seen?.object).toEqual(ours);
      expect((await store.list({ project: "theirs" })).items).toEqual([theirs]);
      expect(await store.get({ project: "ours", name: "shared" })).toEqual(ours);
      expect(await store.get({ project: "nobody", name: "shared" })).toBeUndefined();
    });
  });
}
