import { describe, expect, it } from "vitest";
import { keys } from "#web/api/keys.ts";
import { parseNews, touched } from "./news.ts";

describe("news of a project", () => {
  it("are read from the stream, and unknown kinds are left alone", () => {
    expect(parseNews('{"kind":"rfe","id":"rfe-1","etag":"\\"3\\"","change":"modified"}')).toEqual({
      kind: "rfe",
      id: "rfe-1",
    });
    expect(parseNews('{"kind":"weather","id":"x"}')).toBeUndefined();
    expect(parseNews('"text"')).toBeUndefined();
  });

  it("of a session make the session, the lists and the boards old, but not other sessions or what a SHA names", () => {
    const old = touched("p", { kind: "session", id: "s-1" }).map((key) => JSON.stringify(key));
    const makesOld = (key: readonly unknown[]): boolean =>
      old.some((prefix) => JSON.stringify(key).startsWith(prefix.slice(0, -1)));

    expect(makesOld([...keys.session("p", "s-1"), "itself"])).toBe(true);
    expect(makesOld([...keys.sessions("p"), "list", {}])).toBe(true);
    expect(makesOld([...keys.rfe("p", "rfe-1"), "board"])).toBe(true);
    expect(makesOld([...keys.session("p", "s-2"), "itself"])).toBe(false);
    expect(makesOld([...keys.content("p"), "abc"])).toBe(false);
    expect(makesOld(keys.secrets("p"))).toBe(false);
  });

  it("of every kind make something old", () => {
    const kinds = ["project", "rfe", "session", "operation", "repository"] as const;

    for (const kind of kinds) expect(touched("p", { kind, id: "x" }).length).toBeGreaterThan(0);
  });
});
