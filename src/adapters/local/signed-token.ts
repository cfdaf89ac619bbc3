import { createHmac, timingSafeEqual } from "node:crypto";
import { Secret } from "#domain/secret.ts";

const SHAPE = /^(vt[rg])_([A-Za-z0-9_-]{1,2048})\.([A-Za-z0-9_-]{43})$/;

/** vtr: for a run; vtg: for a repository of the local git host. */
export type TokenKind = "vtr" | "vtg";

/** A token that carries its own facts, so that none needs to be stored. */
export function signToken(kind: TokenKind, facts: unknown, key: Secret): Secret {
  const payload = Buffer.from(JSON.stringify(facts)).toString("base64url");
  return new Secret(`${kind}_${payload}.${sign(kind, payload, key)}`);
}

/** The facts of a token that this key signed; undefined for anything else. */
export function openToken(token: Secret, key: Secret): { kind: TokenKind; facts: unknown } | undefined {
  const [, prefix, payload, signature] = SHAPE.exec(token.reveal()) ?? [];
  if (payload === undefined || signature === undefined) return undefined;
  const kind = prefix === "vtr" ? "vtr" : "vtg";
  // As text, since several spellings decode to the same bytes and a token has only one.
  if (!timingSafeEqual(Buffer.from(sign(kind, payload, key)), Buffer.from(signature))) return undefined;
  return { kind, facts: JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) };
}

// The kind is signed too, so that a token of one kind never passes as another.
const sign = (kind: TokenKind, payload: string, key: Secret): string =>
  createHmac("sha256", Buffer.from(key.reveal(), "base64url")).update(`${kind}_${payload}`).digest("base64url");
