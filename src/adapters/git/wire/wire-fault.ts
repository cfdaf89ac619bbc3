import { quoteForeign } from "#adapters/git/git-failure.ts";
import { Problem } from "#domain/problem.ts";

/** broken: what came is not what the protocol says; said: the server told an error; large: more than is accepted here. */
export type FaultKind = "broken" | "said" | "large";

/** A fault in what a server sent, found where nobody knows yet which repository it is about. */
export class WireFault extends Error {
  readonly kind: FaultKind;

  constructor(kind: FaultKind, message: string) {
    super(message);
    this.name = "WireFault";
    this.kind = kind;
  }
}

export const broken = (what: string): WireFault => new WireFault("broken", what);

/** The server cannot do what the wire client needs; the git command may still manage. */
export class LacksAbility extends Error {
  constructor(url: string, ability: string) {
    super(`${url} lacks ${ability}`);
    this.name = "LacksAbility";
  }
}

/** The same error, as a Problem when it is a fault of the server at this URL. */
export function faultProblem(error: unknown, url: string): unknown {
  if (!(error instanceof WireFault)) return error;
  const sentences: Record<FaultKind, string> = {
    broken: `${url} did not answer as a git host does: ${error.message}.`,
    said: `${url} answered: ${quoteForeign(error.message)}`,
    large: `${url} answered with more than is accepted here: ${error.message}.`,
  };
  const code = error.kind === "large" ? "too-large" : "git-protocol";
  return new Problem(code, { sentence: sentences[error.kind], cause: error });
}
