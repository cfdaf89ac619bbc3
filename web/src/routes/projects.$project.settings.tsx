import { PageHeader } from "#web/components/ui/page-header.tsx";

export const ProjectSettings = () => <PageHeader title="ProjectSettings" />;
