import { useQuery } from "@tanstack/react-query";
import { problemOf } from "#web/api/problem.ts";
import { validationQuery } from "#web/api/rfes.ts";
import { Mark } from "#web/components/ui/badge.tsx";
import { type NewRfeValues, newRfeBody } from "./new-rfe-values.ts";
import type { Rules } from "./use-rules.ts";
import { useSettled } from "./use-settled.ts";

interface ServerChecksProps {
  project: string;
  values: NewRfeValues;
  rules: Rules | undefined;
}

/** What the server would say to the form as it stands: asked once it is whole and has come to rest. */
export function ServerChecks({ project, values, rules }: ServerChecksProps) {
  const text = rules?.newRfeFaults(values).length === 0 ? JSON.stringify(newRfeBody(values)) : "";
  const settled = useSettled(text, 800);
  const body = settled === "" ? undefined : (JSON.parse(settled) as ReturnType<typeof newRfeBody>);
  const query = useQuery(validationQuery(project, body));
  const isCurrent = settled !== "" && settled === text && !query.isFetching;
  const { sentence } = query.error === null ? { sentence: "" } : problemOf(query.error);
  return (
    <p role="status" className="min-h-5 text-12">
      {isCurrent && query.error !== null && <Mark tone="fail">{sentence}</Mark>}
      {isCurrent && query.error === null && query.data !== undefined && <Mark tone="ok">Ready to be created</Mark>}
    </p>
  );
}
