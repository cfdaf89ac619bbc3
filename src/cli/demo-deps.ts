import type { Client } from "#http/client.ts";
import type { SampleFile } from "./sample/sample-file.ts";
import type { Terminal } from "./terminal.ts";

/** What the demo works with; the composition root gives it all. */
export interface DemoDeps {
  client: Client;
  /** The server's origin. */
  url: string;
  loginUrl: string;
  token: string;
  dataDirectory: string;
  terminal: Terminal;
  /** Pushes files as the first commit to main of an empty repository hosted here, over HTTP; returns the commit's SHA. */
  pushSample: (url: string, files: readonly SampleFile[], message: string) => Promise<string>;
  /** Whether sessions use Claude; else the offline model. */
  hasKey: boolean;
  /** Whether the server stays up afterwards. */
  isStaying: boolean;
  /** Whether the data directory outlives the demo. */
  isKept: boolean;
  isJson: boolean;
  now: () => Date;
  signal: AbortSignal;
}
