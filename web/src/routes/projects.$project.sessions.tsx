import { PageHeader } from "#web/components/ui/page-header.tsx";

export const Sessions = () => <PageHeader title="Sessions" />;
