/** "myorg/specs" of a repository's URL, as people name it; the last part alone for our own host. */
export function repositoryLabel(url: string): string {
  const path = url
    .replace(/^[a-z]+:\/\/[^/]+\//i, "")
    .replace(/^[^@/]+@[^:/]+:/, "")
    .replace(/\.git\/?$/i, "")
    .replace(/\/+$/, "");
  const parts = path.split("/");
  return parts[0] === "git" ? (parts.at(-1) ?? path) : parts.slice(-2).join("/");
}

/** A link to the repository in a browser, where its address can be opened in one. */
export const repositoryPage = (url: string): string | undefined =>
  /^https:\/\/(github\.com|gitlab\.com|codeberg\.org)\//.test(url) ? url.replace(/\.git\/?$/, "") : undefined;
