import { PageHeader } from "#web/components/ui/page-header.tsx";

export const RfeFiles = () => <PageHeader title="RfeFiles" />;
