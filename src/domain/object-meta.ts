import * as z from "zod";

/** What every stored object carries, in the words of Kubernetes, in both modes. */
export const ObjectMeta = z.object({
  /** The project that owns the object; a project's own meta names itself. */
  project: z.string().max(63),
  name: z.string().max(63),
  uid: z.string().max(64),
  /** Changes with every write; a write must name the one it read. */
  resourceVersion: z.string().max(32),
  labels: z.record(z.string().max(63), z.string().max(253)),
  createdAt: z.string().max(40),
  updatedAt: z.string().max(40),
  createdBy: z.string().max(253),
});
export type ObjectMeta = z.infer<typeof ObjectMeta>;

/** Names one object of a kind. */
export interface ObjectKey {
  project: string;
  name: string;
}

/** A key as one string, for maps, queues and logs. */
export const keyText = (key: ObjectKey): string => `${key.project}/${key.name}`;
