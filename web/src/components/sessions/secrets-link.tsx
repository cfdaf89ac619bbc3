import { TextLink } from "#web/components/ui/button.tsx";

/** To where the keys and tokens are that a session was refused with. */
export const SecretsLink = ({ project }: { project: string }) => (
  <TextLink to="/projects/$project/settings/$tab" params={{ project, tab: "secrets" }}>
    Open the project's secrets
  </TextLink>
);
