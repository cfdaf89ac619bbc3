import { CommandFailure } from "./exit-code.ts";

/** `fetch` that says in a sentence that nobody answers. */
export const reachingFetch =
  (url: string, send: typeof fetch = fetch): typeof fetch =>
  async (input, init) => {
    try {
      return await send(input, init);
    } catch (cause) {
      // An aborted request is somebody's wish, and only a TypeError means that the network failed.
      if (!(cause instanceof TypeError)) throw cause;
      throw new CommandFailure("unreachable", `No vteam server answers at ${url}.`, {
        remedy: "Start one with vteam up, or set VTEAM_URL to the address that it printed.",
        cause,
      });
    }
  };
