import type { Conversation } from "./conversation.ts";
import { readFeatureFacts } from "./feature-facts.ts";
import { phaseOf } from "./phase.ts";
import { explain } from "./phases/explain.ts";
import { implement } from "./phases/implement.ts";
import { plan } from "./phases/plan.ts";
import { review } from "./phases/review.ts";
import { specify } from "./phases/specify.ts";
import { tasks } from "./phases/tasks.ts";
import { type Play, runCommand } from "./play.ts";
import type { Turn } from "./turn.ts";

/** Keeps the agent busy for a minute, so that stopping it can be tried. */
function* keepBusy(): Play {
  const command = 'node -e "setTimeout(() => {}, 60000)"';
  yield* runCommand("I start a command that takes a minute.", command, "Wait for a minute");
  return "The minute is over.";
}

function playFor(conversation: Conversation): Play {
  if (conversation.model === "offline-busy") return keepBusy();
  const facts = readFeatureFacts(conversation);
  switch (phaseOf(conversation)) {
    case "specify":
      return specify(facts);
    case "plan":
      return plan(facts);
    case "tasks":
      return tasks(facts);
    case "implement":
      return implement(facts);
    case "review":
      return review(facts);
    case undefined:
      return explain(facts);
  }
}

/** A request without tools asks for something beside the work, such as a title for it. */
const SIDE_ANSWER = '{"title": "Offline model (no AI)"}';

/** Decides what comes next from the conversation alone: the same conversation always gets the same turn. */
export function nextTurn(conversation: Conversation): Turn {
  if (conversation.tools.size === 0) return { text: SIDE_ANSWER };
  const play = playFor(conversation);
  const results = [...conversation.results];
  let state = play.next();
  while (state.done !== true) {
    const { say, call } = state.value;
    const isOffered = conversation.tools.has(call.name);
    const result = isOffered ? results.shift() : { text: `The tool ${call.name} is not available.`, isError: true };
    if (result === undefined) return { text: say, call };
    state = play.next(result);
  }
  return { text: state.value };
}
