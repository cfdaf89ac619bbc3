interface ProblemKind {
  status: number;
  /** Constant for the code; what happened this time goes into the sentence. */
  title: string;
  /** Whether the same request may succeed later without a change. */
  retryable: boolean;
  /** What to do about it, as an instruction. */
  remedy: string;
}

/** Every error a person can meet. `type` in an answer is /problems/<code>: the only thing to branch on. */
// biome-ignore format: a table reads better with one row per error
export const problems = {
  "malformed-request": { status: 400, title: "The request cannot be read", retryable: false, remedy: "Send valid JSON and well-formed headers." },
  "bad-cursor": { status: 400, title: "The cursor is not one of ours", retryable: false, remedy: "Leave the cursor out and page from the start." },
  "bad-event-position": { status: 400, title: "The event position is not a number", retryable: false, remedy: "Send the id of the last event you saw, or nothing." },
  unauthorized: { status: 401, title: "You are not signed in", retryable: false, remedy: "Open the login URL that vteam printed at its start, or send its token as a Bearer token." },
  "role-required": { status: 403, title: "Your role does not allow this", retryable: false, remedy: "Ask an administrator of the project for the role named here." },
  "origin-refused": { status: 403, title: "Requests from this origin are refused", retryable: false, remedy: "Use vteam from its own address." },
  "push-access-denied": { status: 403, title: "No push access", retryable: false, remedy: "Fork the repository, or set GIT_TOKEN in the project's secrets to a token that may push." },
  "host-refused": { status: 421, title: "This host name is not served here", retryable: false, remedy: "Use the address that vteam printed at its start, or add the name to VTEAM_ALLOWED_HOSTS." },
  "not-found": { status: 404, title: "There is nothing here", retryable: false, remedy: "Check the address; the list one level up shows what exists." },
  "project-not-found": { status: 404, title: "No such project", retryable: false, remedy: "List the projects, or create this one." },
  "workflow-not-found": { status: 404, title: "No such RFE workflow", retryable: false, remedy: "List the workflows of the project." },
  "session-not-found": { status: 404, title: "No such session", retryable: false, remedy: "List the sessions of the project." },
  "operation-not-found": { status: 404, title: "No such operation", retryable: false, remedy: "List the operations of the project." },
  "repository-not-found": { status: 404, title: "No such repository", retryable: false, remedy: "Check the URL, and that the credential in use may read the repository." },
  "no-such-file": { status: 404, title: "No such file at that commit", retryable: false, remedy: "List the directory, or choose another ref." },
  "no-such-task": { status: 404, title: "No such task", retryable: false, remedy: "List the tasks of the RFE; tasks.md may have changed." },
  "ref-not-found": { status: 404, title: "No such branch or commit", retryable: false, remedy: "Name an existing branch or a full commit SHA of this repository." },
  "method-not-allowed": { status: 405, title: "This address does not take that method", retryable: false, remedy: "See /api/reference for the methods of each address." },
  "already-exists": { status: 409, title: "That name is taken", retryable: false, remedy: "Choose another name." },
  "stale-write": { status: 412, title: "Someone changed this first", retryable: true, remedy: "Reload, then apply your change again." },
  "request-in-flight": { status: 409, title: "The first request with this key is still running", retryable: true, remedy: "Wait a moment, then send it again with the same key." },
  "seeding-in-progress": { status: 409, title: "Seeding with other inputs is running", retryable: true, remedy: "Wait for it to finish, or cancel it." },
  "operation-running": { status: 409, title: "An operation is still running", retryable: true, remedy: "Wait for it to finish, or cancel it first." },
  "operation-cancelled": { status: 409, title: "The operation was cancelled", retryable: true, remedy: "Start it again when you want it done." },
  "too-late-to-cancel": { status: 409, title: "It can no longer be cancelled", retryable: false, remedy: "Let it finish; seeding again converges." },
  "already-finished": { status: 409, title: "The session has already ended", retryable: false, remedy: "Clone the session to run it again." },
  "session-immutable": { status: 409, title: "A session cannot be changed once created", retryable: false, remedy: "Clone the session with the change; only displayName may be edited." },
  "phase-blocked": { status: 409, title: "This phase is missing its inputs", retryable: false, remedy: "Finish the phase before it, or say why to start anyway in forceReason." },
  "project-not-empty": { status: 409, title: "The project is still in use", retryable: false, remedy: "Confirm with ?confirm=<name> after stopping its running sessions." },
  "branch-exists": { status: 409, title: "A branch is in the way", retryable: false, remedy: "Choose another branch name; git cannot hold both x and x/y." },
  "branch-moved": { status: 409, title: "The branch moved meanwhile", retryable: true, remedy: "Try again; the next run starts from the new tip." },
  "stale-base": { status: 409, title: "The file changed meanwhile", retryable: true, remedy: "Reload, look at what changed, then do it again." },
  "run-fenced": { status: 410, title: "This run has been replaced or has ended", retryable: false, remedy: "A runner that sees this saves its work and exits." },
  "event-gap": { status: 409, title: "Events are missing before these", retryable: true, remedy: "Send from the sequence number after lastSeq." },
  "precondition-required": { status: 428, title: "Say which version you edited", retryable: false, remedy: "Send If-Match with the ETag you last read." },
  "too-large": { status: 413, title: "That is too large", retryable: false, remedy: "Send less; the limit is named here." },
  "unsupported-media-type": { status: 415, title: "Only JSON is understood here", retryable: false, remedy: "Send Content-Type: application/json." },
  "invalid-fields": { status: 422, title: "Some fields are not right", retryable: false, remedy: "Correct the fields listed under errors." },
  "invalid-branch-name": { status: 422, title: "This branch name cannot be used", retryable: false, remedy: "Use letters, digits, dots, hyphens, underscores and slashes, such as ambient-user-authentication." },
  "branch-protected": { status: 422, title: "This branch is protected", retryable: false, remedy: "Choose a name of its own for the feature branch." },
  "branch-immutable": { status: 422, title: "The feature branch of a workflow never changes", retryable: false, remedy: "Create another workflow for another branch." },
  "duplicate-repository": { status: 422, title: "A repository is listed twice", retryable: false, remedy: "List each repository once; .git, case and ssh/https do not make it another one." },
  "invalid-repository-url": { status: 422, title: "This is not a repository URL we can use", retryable: false, remedy: "Use https://host/owner/repository, ssh://, git@host:path, or a repository of this server." },
  "repository-host-refused": { status: 422, title: "Repositories of this kind or host are not allowed here", retryable: false, remedy: "Use an allowed host, or have the server's configuration changed." },
  "base-branch-missing": { status: 422, title: "The base branch does not exist", retryable: false, remedy: "Name a branch that exists in the repository." },
  "repository-empty": { status: 422, title: "The repository has no commit yet", retryable: false, remedy: "Push a first commit to its base branch." },
  "repositories-changed-after-seed": { status: 409, title: "The repositories can no longer change", retryable: false, remedy: "Create another workflow for other repositories." },
  "invalid-kit": { status: 422, title: "The Spec-Kit source cannot be used", retryable: false, remedy: "Name a spec-kit repository, release archive or directory with command templates." },
  "invalid-agents": { status: 422, title: "The agent source cannot be used", retryable: false, remedy: "Name a directory of agent definitions with name and description in their frontmatter." },
  "archive-rejected": { status: 422, title: "The archive was refused", retryable: false, remedy: "Use an archive made by the host, without links and within the limits." },
  "seed-conflict": { status: 409, title: "Something on the branch is in the way of seeding", retryable: false, remedy: "Remove or rename what is listed under errors, then seed again." },
  "idempotency-key-reused": { status: 422, title: "This Idempotency-Key was used for another request", retryable: false, remedy: "Use a new key for a new request." },
  "unknown-model": { status: 422, title: "This model is not known", retryable: false, remedy: "Use one of the models listed here." },
  "invalid-secret-name": { status: 422, title: "A secret cannot have this name", retryable: false, remedy: "Use capital letters, digits and underscores; names that steer programs are refused." },
  "locked-by-operation": { status: 423, title: "A running operation holds this", retryable: true, remedy: "Wait for the operation to finish." },
  internal: { status: 500, title: "Something went wrong on our side", retryable: true, remedy: "Try again; if it stays, report it with the requestId." },
  "git-host-unreachable": { status: 502, title: "The git host did not answer", retryable: true, remedy: "Check the URL and the network, then try again." },
  "git-credential-refused": { status: 502, title: "The git host refused our credential", retryable: false, remedy: "Set GIT_TOKEN in the project's secrets to a token that may use this repository, and GIT_TOKEN_HOSTS to its host if that is not github.com." },
  "git-protocol": { status: 502, title: "The git host answered with something that is not git", retryable: true, remedy: "Check that the URL points at a git repository." },
  "git-token-withheld": { status: 422, title: "GIT_TOKEN is not meant for this host", retryable: false, remedy: "If this host may see the token, add it to GIT_TOKEN_HOSTS in the project's secrets, such as: github.com, git.example.org" },
  "push-refused": { status: 502, title: "The git host refused the push", retryable: false, remedy: "Read the host's words here; a branch rule or a hook may forbid it." },
  starting: { status: 503, title: "vteam is starting or shutting down", retryable: true, remedy: "Try again in a moment." },
  "git-timeout": { status: 504, title: "The git host took too long", retryable: true, remedy: "Try again; if it stays, check the host and the size of the repository." },
  "address-in-use": { status: 503, title: "The address is taken", retryable: false, remedy: "Stop the other server, or choose another port with --port." },
  "data-directory-unusable": { status: 503, title: "The data directory cannot be used", retryable: false, remedy: "Do what the sentence says, or start vteam with another --data-dir." },
  "disk-full": { status: 507, title: "The disk is full", retryable: true, remedy: "Free space under the data directory; reads go on, and writes resume by themselves." },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof problems;

/** One bad field, or one repository of several that failed. `pointer` is a JSON pointer into the request. */
export interface FieldError {
  pointer: string;
  code: string;
  message: string;
  expected?: string;
}

interface ProblemOptions {
  cause?: unknown;
  /** What happened, on what, in one sentence for people; the title when there is nothing to add. */
  sentence?: string;
  errors?: readonly FieldError[];
  /** Seconds after which trying again makes sense. */
  retryAfter?: number;
  /** Further members of the answer: small facts without secrets. */
  facts?: Readonly<Record<string, unknown>>;
}

/** The one error that people see. Anything else that is thrown is a bug. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly errors: readonly FieldError[] | undefined;
  readonly retryAfter: number | undefined;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    super(options.sentence ?? `${problems[code].title}.`, { cause: options.cause });
    this.name = "Problem";
    this.code = code;
    this.errors = options.errors;
    this.retryAfter = options.retryAfter;
    this.facts = options.facts ?? {};
  }

  get kind(): ProblemKind {
    return problems[this.code];
  }
}

export const isProblem = (error: unknown, ...codes: ProblemCode[]): error is Problem =>
  error instanceof Problem && (codes.length === 0 || codes.includes(error.code));

export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  detail: string;
  /** The same sentence as `detail`: the member that the guide's clients read. */
  error: string;
  retryable: boolean;
  remedy: { text: string }[];
  retryAfter?: number;
  errors?: readonly FieldError[];
  [fact: string]: unknown;
}

/** The problem as RFC 9457 JSON, plus `error`, `remedy` and `retryable`. */
export function problemDocument(problem: Problem): ProblemDocument {
  const { status, title, retryable, remedy } = problem.kind;
  return {
    ...problem.facts,
    type: `/problems/${problem.code}`,
    title,
    status,
    detail: problem.message,
    error: problem.message,
    retryable,
    remedy: [{ text: remedy }],
    ...(problem.retryAfter === undefined ? {} : { retryAfter: problem.retryAfter }),
    ...(problem.errors === undefined ? {} : { errors: problem.errors }),
  };
}

/** The guide's sentence, word for word. */
export const pushAccessSentence = (url: string): string =>
  `you don't have push access to ${url}. Please fork the repository or use a repository you have write access to.`;
