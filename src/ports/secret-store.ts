import type { Secret } from "#domain/secret.ts";

export interface SecretInfo {
  key: string;
  /** Eight hex digits by which an owner recognises a value; they say nothing about it. */
  fingerprint: string;
  updatedAt: string;
  updatedBy: string;
}

/** Secrets of a project, encrypted at rest. There is no way to read a value back over HTTP: only `use` sees it. */
export interface SecretStore {
  list(project: string): Promise<SecretInfo[]>;
  write(project: string, key: string, value: Secret, by: string): Promise<void>;
  /** Idempotent. */
  delete(project: string, key: string): Promise<void>;
  use(project: string, key: string): Promise<Secret | undefined>;
}
