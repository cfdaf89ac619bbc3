import { describe, expect, it } from "vitest";
import { memoryTerminal } from "#test/fakes/memory-terminal.ts";
import { readSecret } from "./read-secret.ts";

describe("reading a secret", () => {
  it("takes what is piped in, without the line break at its end", async () => {
    const memory = memoryTerminal();
    memory.stdin.end("first line\nsecond line\n");

    const secret = await readSecret(memory.terminal, "Value");

    expect(secret.reveal()).toBe("first line\nsecond line");
  });

  it("takes what is typed up to Enter, mends typing errors, and shows nothing of it", async () => {
    const memory = memoryTerminal({ isLive: true });
    const modes: boolean[] = [];
    Object.assign(memory.stdin, { isTTY: true, setRawMode: (mode: boolean) => modes.push(mode) });
    memory.stdin.write("hunterx\u007f");
    memory.stdin.write("2\r");

    const secret = await readSecret(memory.terminal, "Value of KEY");

    expect(secret.reveal()).toBe("hunter2");
    expect(memory.out()).toContain("Value of KEY: ");
    expect(memory.out() + memory.err()).not.toContain("hunter");
    expect(modes).toEqual([true, false]);
  });

  it("changes nothing when it is interrupted", async () => {
    const memory = memoryTerminal({ isLive: true });
    Object.assign(memory.stdin, { isTTY: true, setRawMode: () => undefined });
    memory.stdin.write("abc\u0003");

    await expect(readSecret(memory.terminal, "Value")).rejects.toMatchObject({ ending: "interrupted" });
  });

  it.each(["", "\n"])("refuses an empty value", async (text) => {
    const memory = memoryTerminal();
    memory.stdin.end(text);

    await expect(readSecret(memory.terminal, "Value")).rejects.toThrow("No value was given.");
  });
});
