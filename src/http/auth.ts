import type { Context, MiddlewareHandler } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { Problem } from "#domain/problem.ts";
import { Secret } from "#domain/secret.ts";
import type { Access, Actor } from "#ports/access.ts";
import type { Env } from "./deps.ts";

/** Cookies do not tell ports apart, so two servers on one machine need two names. */
const cookieName = (c: Context): string => `vteam-session-${new URL(c.req.url).port || "default"}`;

const isSecure = (c: Context): boolean => new URL(c.req.url).protocol === "https:";

export function signIn(c: Context, token: string): void {
  const options = { httpOnly: true, sameSite: "Strict", path: "/", secure: isSecure(c) } as const;
  setCookie(c, cookieName(c), token, { ...options, maxAge: 30 * 24 * 60 * 60 });
}

export const signOut = (c: Context): void => void deleteCookie(c, cookieName(c), { path: "/" });

const unauthorized = (sentence: string): Problem => new Problem("unauthorized", { sentence });

const bearerToken = (c: Context): string | undefined =>
  /^Bearer +([^\s]+)$/i.exec(c.req.header("authorization") ?? "")?.[1];

function basicPassword(c: Context): string | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, "base64").toString();
  return text.includes(":") ? text.slice(text.indexOf(":") + 1) : undefined;
}

async function actorOf(access: Access, token: string | undefined): Promise<Actor> {
  if (token === undefined || token === "") throw unauthorized("This needs a token, and the request brings none.");
  const actor = await access.authenticate(new Secret(token));
  if (actor === undefined) throw unauthorized("The token is not valid here, or no longer.");
  return actor;
}

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** A page of another site can make a browser send our cookie, but it cannot forge the Origin that goes with it. */
export function checkOrigin(c: Context): void {
  if (SAFE.has(c.req.method)) return;
  const origin = c.req.header("origin");
  const host = c.req.header("host") ?? new URL(c.req.url).host;
  if (origin !== undefined && URL.parse(origin)?.host === host) return;
  throw new Problem("origin-refused", {
    sentence:
      origin === undefined
        ? "The request does not say where it comes from."
        : `Requests from ${origin.slice(0, 200)} are refused.`,
  });
}

/** Who is asking: a Bearer token, or the cookie of a browser. */
async function identify(access: Access, c: Context): Promise<Actor> {
  const bearer = bearerToken(c);
  if (bearer !== undefined) return actorOf(access, bearer);
  const cookie = getCookie(c, cookieName(c));
  const actor = await actorOf(access, cookie);
  checkOrigin(c);
  return actor;
}

/** The person who asks. The token of a run or of a git client opens its own routes and nothing else. */
export async function userOf(access: Access, c: Context): Promise<Actor> {
  const actor = await identify(access, c);
  if (actor.kind === "user") return actor;
  throw unauthorized("This token is not a person's; it opens only its own routes.");
}

export const requireUser =
  (access: Access): MiddlewareHandler<Env> =>
  async (c, next) => {
    c.set("actor", await userOf(access, c));
    await next();
  };

/** For a runner, about its own session. */
export const requireRun =
  (access: Access): MiddlewareHandler<Env> =>
  async (c, next) => {
    const actor = await actorOf(access, bearerToken(c));
    if (actor.kind !== "run") throw unauthorized("These routes are for the runner of the session.");
    c.set("actor", actor);
    await next();
  };

/** For git clients, which know Basic with the token as password. */
export const requireGitUser =
  (access: Access): MiddlewareHandler<Env> =>
  async (c, next) => {
    const actor = await actorOf(access, bearerToken(c) ?? basicPassword(c));
    if (actor.kind === "run") throw unauthorized("A runner asks for a credential for each repository.");
    c.set("actor", actor);
    await next();
  };
