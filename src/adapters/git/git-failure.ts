import { Problem, type ProblemCode } from "#domain/problem.ts";

/** How a git process ended, when it did not end well. */
export interface GitFailure {
  exitCode: number | undefined;
  /** Scrubbed, and cut to its end. */
  stderr: string;
  /** The repository as a person knows it; undefined for local work. */
  url: string | undefined;
}

/** git has no error codes: its English words (LC_ALL=C) are read here and nowhere else. The first match wins. */
const words: readonly (readonly [RegExp, ProblemCode, (url: string) => string])[] = [
  [/No space left on device/i, "disk-full", (url) => `There is no space left for ${url}.`],
  [
    /returned error: 40[13]|Authentication failed|could not read (Username|Password)|Permission denied \(|HTTP Basic: Access denied/i,
    "git-credential-refused",
    (url) => `The git host did not let us use ${url} with the credential we have.`,
  ],
  [
    /repository .*not found|returned error: 404|does not appear to be a git repository|Repository not found|no such repository/i,
    "repository-not-found",
    (url) => `There is no repository at ${url}, or the credential in use may not see it.`,
  ],
  [
    /returned error: 30\d|update url base from redirection/i,
    "repository-not-found",
    (url) => `${url} has moved: use the address it has now.`,
  ],
  [/Operation too slow|timed? ?out|Timeout/i, "git-timeout", (url) => `The git host of ${url} took too long.`],
  [
    /Could not resolve|Failed to connect|Couldn't connect|Connection (refused|reset|closed)|No route to host|Network is unreachable|SSL|certificate|Host key verification failed|returned error: 5\d\d|Empty reply/i,
    "git-host-unreachable",
    (url) => `The git host of ${url} did not answer.`,
  ],
  [
    // Said also after an answer that stands, such as "413" or an object that is refused.
    /^(?![\s\S]*(?:returned error: 4|fsck))[\s\S]*(?:early EOF|unexpected disconnect|transfer closed|RPC failed|Recv failure)/i,
    "git-host-unreachable",
    (url) => `The git host of ${url} went away in the middle.`,
  ],
];

// biome-ignore lint/suspicious/noControlCharactersInRegex: the text comes from a stranger and may steer a terminal
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g;

/** What a stranger wrote, in one line that steers nothing, at most 1 kB. */
export const quoteForeign = (text: string): string =>
  text.replace(CONTROL, " ").replace(/ {2,}/g, " ").trim().slice(0, 1_000);

/** The problem behind a call to a remote that failed. */
export function remoteProblem(failure: GitFailure): Problem {
  const url = failure.url ?? "the repository";
  const match = words.find(([pattern]) => pattern.test(failure.stderr));
  if (match !== undefined) return new Problem(match[1], { sentence: match[2](url) });
  return new Problem("git-protocol", {
    sentence: `Talking to ${url} failed: ${quoteForeign(failure.stderr) || `git ended with ${failure.exitCode}`}.`,
  });
}

/** Whether a fetch failed only because the remote has no such branch or commit. */
export const isMissingRef = (stderr: string): boolean =>
  /couldn't find remote ref|not our ref|unadvertised object|no such remote ref/i.test(stderr);

/** A refused push in the words of the host, without the noise around them. */
export function refusalWords(stderr: string, porcelain: string): string {
  const remoteLines = stderr.split(/[\r\n]+/).filter((line) => line.startsWith("remote:") && !/^remote: *$/.test(line));
  const said = remoteLines.map((line) => line.slice("remote:".length).trim());
  const reason = /^!\t[^\t]*\t(.*)$/m.exec(porcelain)?.[1];
  return quoteForeign([...said, ...(reason === undefined ? [] : [reason])].join(" ") || stderr);
}
