import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { ApiProblem } from "#web/api/problem.ts";
import { PageBody, PageHeader } from "#web/components/ui/page-header.tsx";
import { ProblemNote } from "#web/components/ui/problem.tsx";
import { NotFound } from "./not-found.tsx";

/** A page that could not be shown; the navigation stays. */
export function RouteProblem({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  if (error instanceof ApiProblem && error.status === 404) return <NotFound />;
  const retry = (): void => {
    reset();
    void router.invalidate();
  };
  return (
    <>
      <PageHeader title="This page could not be shown" />
      <PageBody>
        <ProblemNote error={error} onRetry={retry} />
      </PageBody>
    </>
  );
}
