import { PageHeader } from "#web/components/ui/page-header.tsx";

export const ProjectHome = () => <PageHeader title="ProjectHome" />;
