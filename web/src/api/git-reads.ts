/** A browser opens six connections to a server; streams hold up to two, and one is for what people do meanwhile. */
const AT_A_TIME = 3;

/** What is answered from git hosts, as late as they like. The RFE itself and its sessions are this server's own. */
const asksGit = /\/(?:repo\/|rfe-workflows(?:$|\/[^/]+\/(?!sessions$)))/;

/**
 * Lets few of the reads that wait for git hosts be under way at once. Otherwise a host that hangs takes all connections,
 * and nothing else gets through, not even a reload of the page.
 */
export function sparingConnections(fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  const waiting: (() => void)[] = [];
  let underWay = 0;
  const give = (): void => {
    const next = waiting.shift();
    if (next === undefined) underWay -= 1;
    else next();
  };
  return async (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    if ((init?.method ?? "GET") !== "GET" || !asksGit.test(pathname)) return fetch(input, init);
    if (underWay < AT_A_TIME) underWay += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await fetch(input, init);
    } finally {
      give();
    }
  };
}
