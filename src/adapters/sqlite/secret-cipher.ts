import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { Problem } from "#domain/problem.ts";
import { Secret } from "#domain/secret.ts";

/** 256 bits as base64url; the version tells which key a value was encrypted with. */
export interface EncryptionKey {
  version: number;
  key: Secret;
}

export interface Encrypted {
  keyVersion: number;
  nonce: Uint8Array;
  /** With the authentication tag at its end. */
  ciphertext: Uint8Array;
}

const ALGORITHM = "aes-256-gcm";
const TAG_BYTES = 16;

/** Encrypts the secrets of projects. A value opens only at the place it was made for. */
export class SecretCipher {
  readonly #version: number;
  readonly #key: Buffer;
  readonly #fingerprintKey: Buffer;

  constructor({ version, key }: EncryptionKey) {
    this.#version = version;
    this.#key = Buffer.from(key.reveal(), "base64url");
    this.#fingerprintKey = Buffer.from(hkdfSync("sha256", this.#key, "", "vteam secret fingerprint", 32));
  }

  encrypt(project: string, name: string, value: Secret): Encrypted {
    const nonce = randomBytes(12);
    const cipher = createCipheriv(ALGORITHM, this.#key, nonce).setAAD(this.#place(project, name));
    const ciphertext = Buffer.concat([cipher.update(value.reveal(), "utf8"), cipher.final(), cipher.getAuthTag()]);
    return { keyVersion: this.#version, nonce, ciphertext };
  }

  /** Refuses what was made with another key, for another place, or changed since. */
  decrypt(project: string, name: string, { keyVersion, nonce, ciphertext }: Encrypted): Secret {
    try {
      if (keyVersion !== this.#version) throw new Error(`key version ${keyVersion} is not at hand`);
      const decipher = createDecipheriv(ALGORITHM, this.#key, nonce, { authTagLength: TAG_BYTES })
        .setAAD(this.#place(project, name))
        .setAuthTag(ciphertext.subarray(-TAG_BYTES));
      const plain = Buffer.concat([decipher.update(ciphertext.subarray(0, -TAG_BYTES)), decipher.final()]);
      return new Secret(plain.toString("utf8"));
    } catch (error) {
      const sentence = `The secret ${name} of project ${project} cannot be decrypted: it was stored with another key, or was changed. Set it again.`;
      throw new Problem("internal", { sentence, cause: error });
    }
  }

  fingerprint(project: string, name: string, value: Secret): string {
    const hmac = createHmac("sha256", this.#fingerprintKey).update(JSON.stringify([project, name, value.reveal()]));
    return hmac.digest("hex").slice(0, 8);
  }

  #place(project: string, name: string): Buffer {
    return Buffer.from(JSON.stringify([this.#version, project, name]));
  }
}
