import { describe, expect, it } from "vitest";
import { serverEvents } from "./event-stream.ts";
import { CommandFailure } from "./exit-code.ts";

const body = (
  text: string,
  end: "closes" | "breaks" | "stays" = "closes",
): { status: number; body: ReadableStream } => ({
  status: 200,
  body: new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(text));
      if (end === "closes") controller.close();
    },
    pull(controller) {
      if (end === "breaks") controller.error(new TypeError("terminated"));
    },
  }),
});

async function take(events: AsyncIterable<{ data: string }>, count: number): Promise<string[]> {
  const seen: string[] = [];
  for await (const { data } of events) {
    seen.push(data);
    if (seen.length === count) break;
  }
  return seen;
}

describe("events of a server", () => {
  it.each(["closes", "breaks"] as const)("go on after the last one seen when the connection %s", async (end) => {
    const asked: (string | undefined)[] = [];
    const open = async (last: string | undefined) => {
      asked.push(last);
      return last === undefined ? body("id: 1\ndata: a\n\nid: 2\ndata: b\n\n", end) : body("id: 3\ndata: c\n\n");
    };

    const seen = await take(serverEvents(open), 3);

    expect(seen).toEqual(["a", "b", "c"]);
    expect(asked).toEqual([undefined, "2"]);
  });

  it("end the request when the reader leaves", async () => {
    let ended: AbortSignal | undefined;
    const open = async (_last: string | undefined, signal: AbortSignal) => {
      ended = signal;
      return body("data: a\n\n", "stays");
    };

    await take(serverEvents(open), 1);

    expect(ended?.aborted).toBe(true);
  });

  it("end when the server says that nothing follows", async () => {
    const open = async (last: string | undefined) =>
      last === undefined ? body("id: 1\ndata: a\n\n") : { status: 204, body: null };

    expect(await take(serverEvents(open), 9)).toEqual(["a"]);
  });

  it("end when the signal aborts", async () => {
    const stop = new AbortController();
    const open = async (_last: string | undefined, signal: AbortSignal) => {
      signal.addEventListener("abort", () => undefined);
      return body("data: a\n\n");
    };
    const seen: string[] = [];

    for await (const { data } of serverEvents(open, stop.signal)) {
      seen.push(data);
      stop.abort();
    }

    expect(seen).toEqual(["a"]);
  });

  it("pass on what the server refuses, without trying again", async () => {
    let count = 0;
    const open = async () => {
      count += 1;
      throw new CommandFailure("notFound", "There is no such session.");
    };

    await expect(take(serverEvents(open), 1)).rejects.toThrow("There is no such session.");

    expect(count).toBe(1);
  });
});
