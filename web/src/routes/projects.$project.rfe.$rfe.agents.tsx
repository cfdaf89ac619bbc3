import { PageHeader } from "#web/components/ui/page-header.tsx";

export const RfeAgents = () => <PageHeader title="RfeAgents" />;
