import { useSyncExternalStore } from "react";

type ConnectionState = "connecting" | "connected" | "reconnecting";

export interface Connection {
  state: ConnectionState;
  /** When something was last heard from the server: until then, what is shown was true. */
  heardAt: number;
}

/** What the page knows about its connection. One for the page; a project's stream writes it, badges read it. */
class ConnectionStore {
  #now: Connection = { state: "connecting", heardAt: Date.now() };
  readonly #listeners = new Set<() => void>();

  readonly read = (): Connection => this.#now;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Something was heard; the time alone wakes nobody, because badges have a beat of their own. */
  heard(): void {
    this.#now.heardAt = Date.now();
  }

  become(state: ConnectionState): void {
    if (this.#now.state === state) return;
    this.#now = { ...this.#now, state };
    for (const listener of this.#listeners) listener();
  }
}

export const connection = new ConnectionStore();

export const useConnection = (): Connection => useSyncExternalStore(connection.subscribe, connection.read);
