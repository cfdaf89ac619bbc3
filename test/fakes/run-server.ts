import { createServer, type ServerResponse } from "node:http";
import { problems } from "#domain/problem.ts";
import type { GitCredentialAnswer, ModelCredentialAnswer, RunOrder } from "#domain/run-order.ts";
import type { RunEvent } from "#domain/session-event.ts";
import { loopbackServer } from "./loopback-server.ts";

interface RunServerSwitches {
  order: RunOrder | undefined;
  credential: GitCredentialAnswer["credential"];
  model: ModelCredentialAnswer;
  /** Answers 410 to everything. */
  isFenced: boolean;
  /** Takes no events: the status it answers instead. */
  eventsStatus: number | undefined;
}

/** The routes of a run as the server of a session speaks them, with what they were told. */
export async function startRunServer(token: string) {
  const switches: RunServerSwitches = {
    order: undefined,
    credential: null,
    model: { kind: "offline" },
    isFenced: false,
    eventsStatus: undefined,
  };
  const events: RunEvent[] = [];
  const asked: { path: string; body: unknown }[] = [];

  function take(batch: RunEvent[], response: ServerResponse): void {
    const missing = batch.find((event) => event.seq > events.length + batch.indexOf(event) + 1);
    if (switches.eventsStatus !== undefined) refuse(response, switches.eventsStatus, "starting");
    else if (missing !== undefined) refuse(response, 409, "event-gap", { lastSeq: events.length });
    else {
      for (const event of batch) if (event.seq === events.length + 1) events.push(event);
      answer(response, { lastSeq: events.length });
    }
  }

  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const body: { events: RunEvent[] } = text === "" ? { events: [] } : JSON.parse(text);
    const path = (request.url ?? "").replace(/^\/api\/projects\/my-project\/agentic-sessions\/session-1/, "");
    asked.push({ path, body });
    if (request.headers.authorization !== `Bearer ${token}`) refuse(response, 401, "unauthorized");
    else if (switches.isFenced) refuse(response, 410, "run-fenced");
    else if (path === "/run") answer(response, switches.order);
    else if (path === "/run/git-credential") answer(response, { credential: switches.credential });
    else if (path === "/run/model-credential") answer(response, switches.model);
    else if (path === "/run/events") take(body.events, response);
    else refuse(response, 404, "not-found");
  });
  const { origin, close } = await loopbackServer(server);
  const url = `${origin}/api/projects/my-project/agentic-sessions/session-1`;
  return { url, switches, events, asked, close };
}

function answer(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

function refuse(response: ServerResponse, status: number, code: keyof typeof problems, facts: object = {}): void {
  response.writeHead(status, { "content-type": "application/problem+json" });
  response.end(
    JSON.stringify({ ...facts, type: `/problems/${code}`, title: problems[code].title, detail: "Scripted." }),
  );
}
