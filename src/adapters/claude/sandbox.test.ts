import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it, onTestFinished } from "vitest";
import { probeSandbox, sandboxOf } from "./sandbox.ts";

const run = promisify(execFile);
const found = await probeSandbox();

async function makePlace() {
  const root = await realpath(await mkdtemp(join(tmpdir(), "vteam-sandbox-")));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  for (const name of ["data/run/it's own", "data/run/reference", "data/clean", "scratch"])
    await mkdir(join(root, name), { recursive: true });
  await writeFile(join(root, "data/keys.json"), "key");
  const own = join(root, "data/run/it's own");
  const readOnly = [join(root, "data/run/reference")];
  const confinement = {
    workingDirectory: own,
    readOnly,
    hidden: [join(root, "data"), join(root, "data/run")],
    visible: [own, ...readOnly, join(own, "below")],
    scratch: join(root, "scratch"),
  };
  return { root, confinement };
}

describe.each(["root-namespace", "user-namespace"] as const)("a %s", (kind) => {
  const works = kind === found.kind || (kind === "user-namespace" && found.isConfining);

  async function inside(script: string) {
    const { root, confinement } = await makePlace();
    const { command, args } = sandboxOf(kind).wrap({ command: "sh", args: ["-c", script] }, confinement);
    const output = await run(command, args, { cwd: root }).then(
      ({ stdout }) => stdout,
      (error: { stderr: string }) => error.stderr,
    );
    return { root, output };
  }

  it.skipIf(!works)("starts in the working directory, which stays writable", async () => {
    const { root, output } = await inside("touch new && pwd");

    expect(output).toBe(`${root}/data/run/it's own\n`);
    expect(existsSync(join(root, "data/run/it's own/new"))).toBe(true);
  });

  it.skipIf(!works)("shows of a hidden directory only what is named as visible", async () => {
    const { output } = await inside("ls ../.. .. && ! cat ../../keys.json && ! touch ../../new");

    expect(output).toBe("..:\nit's own\nreference\n\n../..:\nrun\n");
  });

  it.skipIf(!works)("runs a program that lies in a hidden directory", async () => {
    const { root, confinement } = await makePlace();
    await mkdir(join(root, "data/bin"));
    await copyFile("/bin/true", join(root, "data/bin/true"));
    const { command, args } = sandboxOf(kind).wrap({ command: join(root, "data/bin/true"), args: [] }, confinement);

    await expect(run(command, args, { cwd: root })).resolves.toBeDefined();
  });

  it
    .skipIf(!works)
    .each([
      "touch ../reference/new",
      "umount ../reference",
      "umount -l ../..",
      "mount -o remount,rw,bind ../reference",
      "unshare --user --map-root-user --mount sh -c 'umount -l ../reference; touch ../reference/new'",
      "unshare --user --map-root-user --mount sh -c 'mount -o remount,rw,bind $(realpath ../reference); touch ../reference/new'",
      "unshare --mount umount -l ../reference",
      "nsenter --target 1 --mount true",
      `touch /proc/${process.pid}/root/$(realpath ../reference)/new`,
    ])("holds against: %s", async (attempt) => {
    const { root, output } = await inside(`if ${attempt}; then echo escaped; fi; cat ../../keys.json`);

    expect(output).not.toContain("escaped");
    expect(output).not.toContain("key\n");
    expect(existsSync(join(root, "data/run/reference/new"))).toBe(false);
  });
});

it("changes nothing about a command where the machine can do nothing", async () => {
  const { confinement } = await makePlace();
  const inner = { command: "sh", args: ["-c", "true"] };

  expect(sandboxOf("none").wrap(inner, confinement)).toEqual(inner);
  expect(sandboxOf("none").isConfining).toBe(false);
});
