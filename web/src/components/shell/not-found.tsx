import { LinkButton } from "#web/components/ui/button.tsx";
import { EmptyState } from "#web/components/ui/empty-state.tsx";
import { PageBody, PageHeader } from "#web/components/ui/page-header.tsx";

/** Nothing is at this address; the navigation stays. */
export const NotFound = () => (
  <>
    <PageHeader title="Nothing is here" />
    <PageBody>
      <EmptyState
        title="This address leads nowhere"
        action={<LinkButton to="/projects">Go to your projects</LinkButton>}
      >
        It may be mistyped, or what it named was deleted.
      </EmptyState>
    </PageBody>
  </>
);
