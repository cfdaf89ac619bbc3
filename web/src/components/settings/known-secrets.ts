export interface KnownSecret {
  key: string;
  /** What it is for, in one sentence. */
  help: string;
  /** Where the value comes from. */
  hint: string;
  /** Whether vteam can try it. */
  isTestable: boolean;
}

/** The secrets that vteam itself reads, in the order people need them. */
export const knownSecrets: readonly KnownSecret[] = [
  {
    key: "ANTHROPIC_API_KEY",
    help: "Lets sessions use Claude. Without it they run on the offline model, which is no AI.",
    hint: "A key from the Claude Console. It stays on the server; agents never hold it.",
    isTestable: true,
  },
  {
    key: "GIT_TOKEN",
    help: "Reads and pushes repositories on https git hosts. Repositories of this server need none.",
    hint: "A token with write access to the contents of the repositories.",
    isTestable: true,
  },
  {
    key: "GIT_TOKEN_HOSTS",
    help: "The git hosts that may see GIT_TOKEN. Without it only github.com, or what the server's administrator set.",
    hint: "Host names, separated by commas: github.com, git.example.org. Not secret itself, but who may change it may move the token.",
    isTestable: false,
  },
];

/** The same rule as the server's; what it knows beyond this it says itself. */
export const isSecretName = (key: string): boolean => /^[A-Z][A-Z0-9_]{0,127}$/.test(key);
