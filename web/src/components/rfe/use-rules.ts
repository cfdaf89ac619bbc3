import { useEffect, useState } from "react";

/** The rules of the form: the API's own schema and names. */
export type Rules = typeof import("./new-rfe-rules.ts");

let loaded: Promise<Rules> | undefined;

/** Fetches the rules once; a fetch that failed is tried again the next time. */
export function loadRules(): Promise<Rules> {
  loaded ??= import("./new-rfe-rules.ts").catch((error: unknown) => {
    loaded = undefined;
    throw error;
  });
  return loaded;
}

/** The rules, once they are wanted and there. */
export function useRules(isWanted: boolean): Rules | undefined {
  const [rules, setRules] = useState<Rules>();
  useEffect(() => {
    // Without them the server still checks everything when the form is sent.
    if (isWanted) loadRules().then(setRules, () => {});
  }, [isWanted]);
  return rules;
}
