import { PageHeader } from "#web/components/ui/page-header.tsx";

export const RfeTasks = () => <PageHeader title="RfeTasks" />;
