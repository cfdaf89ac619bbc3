import type { Entity, Field } from "#adapters/offline-model/feature/entity.ts";

const describeField = (field: Field): string => {
  const notes = [
    field.references === undefined ? undefined : `→ ${field.references}`,
    field.choices?.join(" or "),
    field.isRequired ? undefined : "optional",
    field.isUnique === true ? "unique" : undefined,
    field.isSecret === true ? "never shown" : undefined,
  ].filter((note) => note !== undefined);
  return notes.length === 0 ? field.name : `${field.name} (${notes.join(", ")})`;
};

/** The fields of an entity in words. */
export const fieldsInWords = (entity: Entity): string => entity.fields.map(describeField).join(", ");

export const entityTitle = (entity: Entity): string => {
  const words = entity.name.replaceAll("_", " ").replace(/\boauth\b/, "OAuth");
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** "users, oauth_providers and sessions". */
export function listInWords(items: readonly string[]): string {
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} and ${last}`;
}
