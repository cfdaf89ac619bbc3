import { createServer, type RequestListener } from "node:http";
import { afterEach, expect, test } from "vitest";
import { loopbackServer } from "#test/fakes/loopback-server.ts";
import { type RawEntry, rawZip } from "#test/fakes/raw-zip.ts";
import { ArchiveFetcher, archiveTree, fetchArchive, isArchiveUrl } from "./archive-source.ts";

const servers: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serve(answer: RequestListener): Promise<string> {
  const server = await loopbackServer(createServer(answer));
  servers.push(server);
  return server.origin;
}

const open = (...entries: RawEntry[]) => archiveTree(rawZip(entries), "https://example.com/kit.zip");

test("reads the files of an archive and takes away the directory a git host puts around them", async () => {
  const tree = await open(
    { name: "kit-1.0/", mode: 0o040755 },
    { name: "kit-1.0/a/b.md", content: "hello" },
    { name: "kit-1.0/c.md" },
  );

  expect(tree.paths).toEqual(["a/b.md", "c.md"]);
  expect(Buffer.from(await tree.read("a/b.md")).toString()).toBe("hello");
  expect(tree.record.archiveSha256).toMatch(/^[0-9a-f]{64}$/);
});

const file = (name: string): RawEntry => ({ name, content: "x" });
const hostile: [why: string, entries: RawEntry[]][] = [
  ["a path that climbs out", [file("../evil.sh")]],
  ["a path that climbs out in the middle", [file("a/../../evil.sh")]],
  ["an absolute path", [file("/etc/passwd")]],
  ["a drive letter", [file("C:/evil.sh")]],
  ["a backslash", [file("..\\evil.sh")]],
  ["a control character", [file("a\u0001b.md")]],
  ["a path into .git", [file("kit/.git/hooks/pre-commit")]],
  ["an empty segment", [file("a//b.md")]],
  ["a name of 300 characters", [file("n".repeat(300))]],
  ["a symbolic link", [{ name: "link", content: "/etc/passwd", mode: 0o120777 }]],
  ["a device", [{ name: "device", mode: 0o020644 }]],
  ["the same name twice", [file("a.md"), file("a.md")]],
  ["two names that differ only in case", [file("scripts/A.sh"), file("scripts/a.sh")]],
  ["a file that is also a directory", [file("a"), file("a/b.md")]],
  ["a link and then a file below it", [{ name: "a", content: "/tmp", mode: 0o120777 }, file("a/b")]],
  ["an encrypted entry", [{ name: "a.md", content: "x", flags: 1 }]],
  ["an unknown way of packing", [{ name: "a.md", content: "x", method: 99 }]],
  ["more than 2,000 entries", Array.from({ length: 2_001 }, (_, index) => file(`f${index}`))],
  ["an entry above 5 MB", [{ name: "big", content: Buffer.alloc(5_000_001, Buffer.from("abcdefghij")) }]],
  ["a ratio above 100 to 1", [{ name: "bomb", content: Buffer.alloc(4_000_000) }]],
  [
    "more than 50 MB in all",
    Array.from({ length: 11 }, (_, i) => ({ name: `f${i}`, content: "x", claimedSize: 4_900_000 })),
  ],
];
for (const [why, entries] of hostile) {
  test(`refuses an archive with ${why}`, async () => {
    const attempt = open(...entries);

    await expect(attempt).rejects.toMatchObject({ code: "archive-rejected" });
  });
}

test("refuses what is not a zip file, and one that was cut short", async () => {
  const whole = rawZip([file("a.md")]);

  const attempts = [Buffer.from("hello"), whole.subarray(0, whole.length - 30)].map((bytes) => archiveTree(bytes, "x"));

  for (const attempt of attempts) await expect(attempt).rejects.toMatchObject({ code: "archive-rejected" });
});

test("notices while unpacking that an entry lied about its size or its checksum", async () => {
  const small = await open({ name: "small", content: "x".repeat(50_000), claimedSize: 10 });
  const large = await open({ name: "large", content: "x", claimedSize: 1_000 });
  const wrong = await open({ name: "wrong", content: "x", crc: 1 });

  await expect(small.read("small")).rejects.toMatchObject({ code: "archive-rejected" });
  await expect(large.read("large")).rejects.toMatchObject({ code: "archive-rejected" });
  await expect(wrong.read("wrong")).rejects.toMatchObject({ code: "archive-rejected" });
});

test("follows redirects, but not to plain http and not without end", async () => {
  const signal = new AbortController().signal;
  const url = await serve((request, response) => {
    if (request.url === "/loop.zip") response.writeHead(302, { location: "/loop.zip" }).end();
    else if (request.url === "/moved.zip") response.writeHead(302, { location: "/kit.zip" }).end();
    else if (request.url === "/kit.zip") response.end("bytes");
    else response.writeHead(404).end();
  });

  const moved = await fetchArchive(`${url}/moved.zip`, true, signal);

  expect(Buffer.from(moved.bytes).toString()).toBe("bytes");
  await expect(fetchArchive(`${url}/loop.zip`, true, signal)).rejects.toMatchObject({ code: "invalid-kit" });
  await expect(fetchArchive(`${url}/kit.zip`, false, signal)).rejects.toMatchObject({ code: "invalid-kit" });
  await expect(fetchArchive(`${url}/none.zip`, true, signal)).rejects.toMatchObject({ code: "invalid-kit" });
});

test("is not sent an archive again that its host says is the same", async () => {
  const sent: number[] = [];
  let version = '"1"';
  const url = await serve((request, response) => {
    const isSame = request.headers["if-none-match"] === version;
    sent.push(isSame ? 304 : 200);
    response.writeHead(isSame ? 304 : 200, { etag: version }).end(isSame ? undefined : `bytes ${version}`);
  });
  const fetcher = new ArchiveFetcher(true);
  const { signal } = new AbortController();
  const fetchText = async () => Buffer.from(await fetcher.fetch(`${url}/kit.zip`, signal)).toString();

  const first = await fetchText();
  const second = await fetchText();
  version = '"2"';
  const third = await fetchText();

  expect([first, second, third]).toEqual(['bytes "1"', 'bytes "1"', 'bytes "2"']);
  expect(sent).toEqual([200, 304, 200]);
});

test("stops fetching at 50 MB, whatever the server says", async () => {
  const chunk = Buffer.alloc(1_000_000);
  const url = await serve((_, response) => {
    const pump = (): void => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on("drain", pump);
    pump();
  });

  const attempt = fetchArchive(`${url}/endless.zip`, true, new AbortController().signal);

  await expect(attempt).rejects.toMatchObject({ code: "archive-rejected" });
});

test("tells archives from repositories by their address", () => {
  const answers = ["https://h/a.zip", "https://h/a.ZIP", "https://h/a.git", "github/spec-kit"].map(isArchiveUrl);

  expect(answers).toEqual([true, true, false, false]);
});
