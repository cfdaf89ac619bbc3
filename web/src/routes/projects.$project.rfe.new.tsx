import { PageHeader } from "#web/components/ui/page-header.tsx";

export const NewRfe = () => <PageHeader title="NewRfe" />;
