import type { SessionReason } from "#domain/session.ts";

/** What somebody can do about a session that ended too early. */
export const remedies: Record<SessionReason, string> = {
  timeout: "Clone the session with a longer timeout, or ask for less in one session. What it pushed is kept.",
  budget: "Clone the session with a higher cost limit, or ask for less in one session.",
  "max-turns": "Clone the session with more turns, or ask for less in one session.",
  "runner-lost": "The process that ran the session is gone. Clone the session to run it again.",
  "launch-failed": "The server could not start the session. Look at its log, then clone the session.",
  "clone-failed":
    "Check that the repositories and branches of the session exist and that GIT_TOKEN may read them, then clone the session.",
  credential: "Set GIT_TOKEN in the project's settings to a token that may read and push, then clone the session.",
  "model-auth": "Set ANTHROPIC_API_KEY in the project's settings to a valid key, then clone the session.",
  "model-rate-limit": "The model takes no more requests for now. Wait a few minutes, then clone the session.",
  "model-overloaded": "The model is overloaded. Wait a few minutes, then clone the session.",
  "model-unreachable": "The server could not reach the model. Check its network and proxy, then clone the session.",
  "context-overflow": "The conversation grew beyond what the model holds. Ask for less in one session.",
  "push-failed":
    "The work is kept on a rescue branch or in the log below. Check that GIT_TOKEN may push, then clone the session.",
  "agent-error": "Read the last lines of the conversation, then clone the session.",
  "stopped-by-user": "Clone the session to run it again.",
};

const ofSecrets: readonly SessionReason[] = ["credential", "model-auth", "clone-failed", "push-failed"];

/** Whether a secret of the project may mend it. */
export const needsSecret = (reason: SessionReason | undefined): boolean =>
  reason !== undefined && ofSecrets.includes(reason);
