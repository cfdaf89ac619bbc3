import { PageHeader } from "#web/components/ui/page-header.tsx";

export const Session = () => <PageHeader title="Session" />;
