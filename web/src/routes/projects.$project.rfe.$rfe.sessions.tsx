import { PageHeader } from "#web/components/ui/page-header.tsx";

export const RfeSessions = () => <PageHeader title="RfeSessions" />;
