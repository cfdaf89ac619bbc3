import { PageHeader } from "#web/components/ui/page-header.tsx";

export const RfeOverview = () => <PageHeader title="RfeOverview" />;
