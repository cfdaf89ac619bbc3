import { expect, test } from "vitest";
import { parseTokenHosts, tokenHosts } from "./token-hosts.ts";

test.each([
  ["github.com", ["github.com"]],
  ["GitHub.com, git.example.org:8443", ["github.com", "git.example.org:8443"]],
  ["github.com\ngitlab.com,", ["github.com", "gitlab.com"]],
])("reads the hosts in %j", (text, hosts) => {
  expect(parseTokenHosts(text)).toEqual(hosts);
});

test.each([
  "",
  " , ",
  "*.example.org",
  "https://github.com",
  "github.com/org",
  "user@github.com",
  "github.com, -x",
  "a b#",
])("takes %j for no list of hosts", (text) => {
  expect(parseTokenHosts(text)).toBeUndefined();
});

test.each([
  ["those that were named", "gitlab.com", ["git.example.org"], ["gitlab.com"]],
  ["those that the server allows, when none was named", undefined, ["git.example.org"], ["git.example.org"]],
  ["github.com, when nobody says anything", undefined, undefined, ["github.com"]],
  ["none, when what was named cannot be read", "*", ["git.example.org"], []],
])("lets %s see the token", (_whose, named, hosts, expected) => {
  expect(tokenHosts(named, { hosts })).toEqual(expected);
});
