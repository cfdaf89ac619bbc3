import { PageHeader } from "#web/components/ui/page-header.tsx";

export const RfeActivity = () => <PageHeader title="RfeActivity" />;
