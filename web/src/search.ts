type Search<K extends string> = { [P in K]?: string | undefined };

/** The search parameters a route knows, as plain text; all others are dropped. */
export const searchOf =
  <K extends string>(...known: readonly K[]) =>
  (raw: Record<string, unknown>): Search<K> => {
    const search: Search<K> = {};
    for (const name of known) {
      const value = raw[name];
      if (value !== undefined && value !== null && value !== "") search[name] = String(value);
    }
    return search;
  };

/** `?at=1e10&q=a+b` stays text: nothing is taken for a number or JSON. */
export const parseSearch = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text));

export function stringifySearch(search: Record<string, unknown>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(search))
    if (value !== undefined && value !== null && value !== "") parameters.set(name, String(value));
  // Slashes are legal here, and people read these addresses.
  const text = parameters.toString().replaceAll("%2F", "/");
  return text === "" ? "" : `?${text}`;
}
