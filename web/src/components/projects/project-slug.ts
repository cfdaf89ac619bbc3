const MAX = 63;

/** The name of a project in addresses, made from what people call it. Empty when nothing can be kept. */
export const projectSlug = (displayName: string): string =>
  displayName
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, MAX)
    .replace(/^-+|-+$/g, "");
