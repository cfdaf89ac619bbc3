import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import type { InferRequestType, InferResponseType } from "hono/client";
import { client, within } from "./client.ts";
import { keys } from "./keys.ts";
import type { RfeKey } from "./rfes.ts";
import { useSubmissions } from "./submission.ts";

const project = client.api.projects[":project"];
const one = project["rfe-workflows"][":id"];
const sessions = project["agentic-sessions"];

export type RfeSummary = InferResponseType<typeof one.summary.$get, 200>;
export type PhaseCardFacts = RfeSummary["phases"][number];
export type RfeSession = InferResponseType<typeof one.sessions.$get, 200>["sessions"][number];
export type RfeCommit = InferResponseType<typeof one.history.$get, 200>["commits"][number];
export type NewSessionBody = InferRequestType<typeof sessions.$post>["json"];

/** Where the RFE stands, derived from its branch and its sessions. */
export const summaryQuery = ({ project: name, id }: RfeKey) =>
  queryOptions({
    queryKey: [...keys.rfe(name, id), "summary"],
    queryFn: async ({ signal }) => (await one.summary.$get({ param: { project: name, id } }, within(signal))).json(),
  });

export const rfeSessionsQuery = ({ project: name, id }: RfeKey) =>
  queryOptions({
    queryKey: [...keys.rfe(name, id), "sessions"],
    queryFn: async ({ signal }) => {
      const query = { limit: 200 };
      return (await one.sessions.$get({ param: { project: name, id }, query }, within(signal))).json();
    },
  });

/** The newest commits of the feature branch in one repository. */
export const branchHistoryQuery = ({ project: name, id }: RfeKey, repo: string, limit = 50) =>
  queryOptions({
    queryKey: [...keys.rfe(name, id), "history", repo, limit],
    queryFn: async ({ signal }) => {
      const query = { repo, limit };
      return (await one.history.$get({ param: { project: name, id }, query }, within(signal))).json();
    },
  });

/** Nobody waits for it: the board takes as long as the git host does. */
function refreshRfe(queries: ReturnType<typeof useQueryClient>, { project: name, id }: RfeKey): void {
  for (const queryKey of [keys.rfe(name, id), keys.rfes(name), keys.sessions(name)])
    void queries.invalidateQueries({ queryKey });
}

/** Starts a session of a phase; a double click starts one. */
export const useStartSession = (key: RfeKey) => {
  const queries = useQueryClient();
  const submissions = useSubmissions();
  return useMutation({
    mutationFn: async (json: NewSessionBody) =>
      (await sessions.$post({ param: { project: key.project }, json }, submissions.of(json))).json(),
    onSuccess: () => refreshRfe(queries, key),
  });
};

export const useStopSession = (key: RfeKey) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (name: string) =>
      (await sessions[":name"].stop.$post({ param: { project: key.project, name }, json: {} })).json(),
    onSuccess: () => refreshRfe(queries, key),
  });
};
