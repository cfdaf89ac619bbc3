import * as z from "zod";
import { Problem } from "#domain/problem.ts";
import type { Secret } from "#domain/secret.ts";
import type { SecretInfo, SecretStore } from "#ports/secret-store.ts";
import type { Database } from "./database.ts";
import type { SecretCipher } from "./secret-cipher.ts";

const InfoRow = z
  .object({ key: z.string(), fingerprint: z.string(), updated_at: z.string(), updated_by: z.string() })
  .transform(({ key, fingerprint, updated_at: updatedAt, updated_by: updatedBy }) => ({
    key,
    fingerprint,
    updatedAt,
    updatedBy,
  }));
const bytes = z.instanceof(Uint8Array);
const ValueRow = z
  .object({ project: z.string(), key: z.string(), key_version: z.int(), nonce: bytes, ciphertext: bytes })
  .transform(({ project, key, nonce, ciphertext, key_version: keyVersion }) => ({
    project,
    key,
    encrypted: { keyVersion, nonce, ciphertext },
  }));

/** Secrets as encrypted rows. */
export class SqliteSecretStore implements SecretStore {
  readonly #database: Database;
  readonly #cipher: SecretCipher;
  readonly #now: () => Date;

  /** Refuses a key that does not fit what is stored: better no start than secrets that fail one by one. */
  constructor(database: Database, cipher: SecretCipher, now: () => Date) {
    this.#database = database;
    this.#cipher = cipher;
    this.#now = now;
    const any = database.get(ValueRow, "SELECT project, key, key_version, nonce, ciphertext FROM secret LIMIT 1");
    if (any !== undefined) requireKey(() => cipher.decrypt(any.project, any.key, any.encrypted));
  }

  async list(project: string): Promise<SecretInfo[]> {
    const sql = "SELECT key, fingerprint, updated_at, updated_by FROM secret WHERE project = ? ORDER BY key";
    return this.#database.all(InfoRow, sql, project);
  }

  async write(project: string, key: string, value: Secret, by: string): Promise<void> {
    const { keyVersion, nonce, ciphertext } = this.#cipher.encrypt(project, key, value);
    const fingerprint = this.#cipher.fingerprint(project, key, value);
    const sql = `INSERT OR REPLACE INTO secret
      (project, key, key_version, nonce, ciphertext, fingerprint, updated_at, updated_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;
    const time = this.#now().toISOString();
    const values = [project, key, keyVersion, nonce, ciphertext, fingerprint, time, by];
    await this.#database.write(() => this.#database.run(sql, ...values));
  }

  async delete(project: string, key: string): Promise<void> {
    const sql = "DELETE FROM secret WHERE project = ? AND key = ?";
    await this.#database.write(() => this.#database.run(sql, project, key));
  }

  async use(project: string, key: string): Promise<Secret | undefined> {
    const sql = "SELECT project, key, key_version, nonce, ciphertext FROM secret WHERE project = ? AND key = ?";
    const row = this.#database.get(ValueRow, sql, project, key);
    return row && this.#cipher.decrypt(project, key, row.encrypted);
  }
}

function requireKey(decrypt: () => Secret): void {
  try {
    decrypt();
  } catch (error) {
    throw new Problem("data-directory-unusable", {
      sentence:
        "The stored secrets were encrypted with another key than the one in keys.json. Put back the keys.json they were stored with.",
      cause: error,
    });
  }
}
