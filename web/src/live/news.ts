import type { QueryKey } from "@tanstack/react-query";
import { keys } from "#web/api/keys.ts";

/** What the stream of a project says: this object changed. Never what it is now; that is asked for. */
export interface News {
  kind: "project" | "rfe" | "session" | "operation" | "repository";
  id: string;
}

const kinds: readonly string[] = ["project", "rfe", "session", "operation", "repository"] satisfies News["kind"][];

/** One message of the stream, or undefined when it is of a kind this page does not know yet. */
export function parseNews(data: string): News | undefined {
  const value: unknown = JSON.parse(data);
  if (typeof value !== "object" || value === null || !("kind" in value) || !("id" in value)) return undefined;
  const { kind, id } = value;
  return kinds.includes(String(kind)) && typeof id === "string" ? { kind: kind as News["kind"], id } : undefined;
}

/** Which answers the news make old. */
export function touched(project: string, { kind, id }: News): QueryKey[] {
  switch (kind) {
    case "project":
      return [keys.projects(), keys.projectItself(project), keys.secrets(project)];
    case "rfe":
      return [keys.rfes(project), keys.rfe(project, id)];
    case "session":
      // The board of an RFE shows its sessions, and where it stands depends on them.
      return [keys.sessions(project), keys.session(project, id), keys.rfes(project), keys.everyRfe(project)];
    case "operation":
      return [keys.operation(project, id), keys.operations(project), keys.rfes(project), keys.everyRfe(project)];
    case "repository":
      return [keys.repositories(project), keys.rfes(project), keys.everyRfe(project)];
  }
}
