import { mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Remote } from "#ports/git-repository.ts";
import { commitTo, git } from "#test/fakes/bare-repository.ts";
import { credential, openServerRemotes } from "#test/fakes/git-remotes.ts";
import { openCredentialFile } from "./credential-file.ts";
import { GitCommand } from "./git-command.ts";
import { makeBare } from "./mirror.ts";

const { signal } = new AbortController();
const canary = credential.password.reveal();
const basic = Buffer.from(`${credential.username}:${canary}`).toString("base64");
const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "no problem",
    (error) => error.code,
  );

/** What anyone on this machine can see of the processes that descend from this one: arguments and environment. */
async function descendantsSeen(): Promise<{ count: number; text: string }> {
  const parents = new Map<number, number>();
  for (const entry of await readdir("/proc")) {
    const status = /^\d+$/.test(entry) ? await readFile(`/proc/${entry}/stat`, "utf8").catch(() => "") : "";
    const parent = /\) \S (\d+)/.exec(status)?.[1];
    if (parent !== undefined) parents.set(Number(entry), Number(parent));
  }
  const isOurs = (pid: number): boolean => {
    for (let at = parents.get(pid); at !== undefined && at > 1; at = parents.get(at))
      if (at === process.pid) return true;
    return false;
  };
  const ours = [...parents.keys()].filter(isOurs);
  const files = ours.flatMap((pid) => [`/proc/${pid}/cmdline`, `/proc/${pid}/environ`]);
  const texts = await Promise.all(files.map((file) => readFile(file, "latin1").catch(() => "")));
  return { count: texts.filter((text) => text.includes("remote-http")).length, text: texts.join("\n") };
}

describe("GitCommand", () => {
  let opened: Awaited<ReturnType<typeof openServerRemotes>>;
  let command: GitCommand;
  let remote: Remote;
  let bare: string;

  beforeEach(async () => {
    opened = await openServerRemotes();
    command = opened.git;
    ({ remote, bare } = await opened.make("specs"));
    await commitTo(bare, "main", { "README.md": "hello\n" });
  });
  afterEach(() => opened.close());

  const look = (from: Remote, through = command) =>
    through.run({ args: ["ls-remote", "--", from.url], remote: from }, signal);

  it("shows the credential in no argument, environment, configuration or file while a fetch runs", async () => {
    const gitDir = await makeBare(join(opened.directory, "clone.git"));
    const gate = Promise.withResolvers<void>();
    opened.server.switches.gate = gate.promise;
    const args = ["fetch", "--", remote.url, "+refs/heads/main:refs/heads/main"];

    const fetching = command.run({ gitDir, args, remote }, signal);
    let seen = await descendantsSeen();
    while (seen.count === 0) seen = await descendantsSeen();
    gate.resolve();
    await fetching;
    const onDisk = await Promise.all(["config", "FETCH_HEAD"].map((file) => readFile(join(gitDir, file), "utf8")));
    // Others on this machine use the directory as well; what counts is what the files say.
    const names = (await readdir("/dev/shm").catch(() => [])).filter((name) => name.startsWith(".vteam-"));
    const left = await Promise.all(names.map((name) => readFile(join("/dev/shm", name), "utf8").catch(() => "")));

    for (const text of [seen.text, ...onDisk, ...left]) {
      expect(text).not.toContain(canary);
      expect(text).not.toContain(basic);
    }
    expect(opened.server.counters.unauthorized).toBe(0);
  });

  it("keeps a named credential file to ourselves and removes it, where processes have no directory", async () => {
    const file = await openCredentialFile(remote, command.addressOf(remote), false);
    const path = file?.path ?? "";

    const mode = (await stat(path)).mode & 0o777;
    const text = await readFile(path, "utf8");
    await file?.close();

    expect(mode).toBe(0o600);
    expect(text).toContain(`[http "${opened.server.origin}/"]`);
    await expect(stat(path)).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("sends the credential to the remote's own origin only", async () => {
    const asked: (string | undefined)[] = [];
    const thief = createServer((socket) => {
      socket.once("data", (data) => {
        asked.push(data.toString());
        socket.end("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
      });
    });
    await new Promise<void>((resolve) => thief.listen(0, "127.0.0.1", resolve));
    const address = thief.address();
    const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}/x.git`;

    // The file is made for the remote, whatever else git is told to look at.
    await codeOf(command.run({ args: ["ls-remote", "--", url], remote }, signal));
    thief.close();

    expect(asked).toHaveLength(1);
    expect(asked[0]).not.toContain("Authorization");
  });

  it("names what went wrong on the way to a remote, without the credential", async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, "127.0.0.1", resolve));
    const address = closed.address();
    const port = typeof address === "object" ? address?.port : 0;
    await new Promise((resolve) => closed.close(resolve));

    const codes = [
      await codeOf(look({ url: remote.url })),
      await codeOf(look(opened.refused?.(remote) ?? remote)),
      await codeOf(look(opened.missing)),
      await codeOf(look({ url: `http://127.0.0.1:${port}/x.git`, credential })),
    ];
    opened.server.switches.emptyAnswers = true;
    codes.push(await codeOf(look(remote)));

    expect(codes).toEqual([
      "git-credential-refused",
      "git-credential-refused",
      "repository-not-found",
      "git-host-unreachable",
      "git-protocol",
    ]);
  });

  it("starts no program for a hostile URL", async () => {
    const trace = join(opened.directory, "ran");
    const urls = [
      `--upload-pack=touch ${trace};`,
      `ext::touch ${trace}`,
      `ext::sh -c touch% ${trace}`,
      `fd::0`,
      `-oProxyCommand=touch ${trace}`,
      `ssh://-oProxyCommand=touch%20${trace}/x`,
      `git@-oProxyCommand=x:y`,
      `/etc`,
      `../x`,
      `file:///etc`,
      `git://127.0.0.1/x`,
      `http://user:pass@127.0.0.1/x`,
      `https://x@host/y`,
      `https://host/x y`,
      `https://host/x\n--upload-pack=y`,
      ``,
    ];
    const strict = new GitCommand({
      home: join(opened.directory, "home"),
      path: "/nonexistent",
      network: {},
      allowsHttp: () => false,
      allowsFile: () => false,
    });

    const codes = await Promise.all([...urls, "http://127.0.0.1/x"].map((url) => codeOf(look({ url }, strict))));

    // With no git to be found, anything but a refusal would be an ENOENT.
    expect(codes.filter((code) => code !== "invalid-repository-url" && code !== "repository-host-refused")).toEqual([]);
    await expect(stat(trace)).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("speaks only the protocol of the remote it was given", async () => {
    const other = command.run({ args: ["ls-remote", "--", `file://${bare}`], remote }, signal);

    await expect(other).rejects.toMatchObject({ message: expect.stringContaining("'file' not allowed") });
  });

  it("ends git and its helpers when it is told to stop", async () => {
    const stop = new AbortController();
    const gate = Promise.withResolvers<void>();
    opened.server.switches.gate = gate.promise;

    const looking = command.run({ args: ["ls-remote", "--", remote.url], remote }, stop.signal);
    await vi.waitFor(async () => expect((await descendantsSeen()).count).toBeGreaterThan(0), { timeout: 10_000 });
    stop.abort(new Error("enough"));

    await expect(looking).rejects.toThrow("enough");
    await vi.waitFor(async () => expect((await descendantsSeen()).count).toBe(0));
    gate.resolve();
  });

  it("gives up on a host that stays silent", async () => {
    const gate = Promise.withResolvers<void>();
    opened.server.switches.gate = gate.promise;

    const code = await codeOf(
      command.run({ args: ["ls-remote", "--", remote.url], remote, limits: { idleMs: 300 } }, signal),
    );
    gate.resolve();

    expect(code).toBe("git-timeout");
  });

  it("stops reading at a limit", async () => {
    const call = { gitDir: bare, args: ["cat-file", "blob", "main:README.md"] };

    const cut = await command.run({ ...call, limits: { maxBytes: 3, cut: true } }, signal);

    expect([cut.stdout.toString(), cut.isCut]).toEqual(["hel", true]);
    expect(await codeOf(command.run({ ...call, limits: { maxBytes: 3 } }, signal))).toBe("too-large");
  });

  it("takes no configuration from a home directory", async () => {
    const home = join(opened.directory, "home");
    await writeFile(join(home, ".gitconfig"), "[user]\n\tname = Somebody\n");
    await mkdir(join(home, ".config", "git"), { recursive: true });
    await symlink(join(home, ".gitconfig"), join(home, ".config", "git", "config"));

    const { exitCode } = await command.run({ gitDir: bare, args: ["config", "user.name"], answers: [1] }, signal);

    expect(exitCode).toBe(1);
    expect(await git(bare, "rev-parse", "--is-bare-repository")).toBe("true");
  });
});
