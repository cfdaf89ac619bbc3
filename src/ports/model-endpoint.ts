import type { Secret } from "#domain/secret.ts";

/** An endpoint that is open for one conversation, on the loopback. */
export interface OpenModel {
  baseUrl: string;
  /** What the agent sends as its key: good only for this endpoint. */
  token: Secret;
  /** The name people see. */
  displayName: string;
  /** False for a model that costs nothing, whatever the agent computes. */
  isPaid: boolean;
  close(): Promise<void>;
}

/** Where the agent's model requests go. The agent itself never holds a real key. */
export interface ModelEndpoint {
  open(): Promise<OpenModel>;
}
