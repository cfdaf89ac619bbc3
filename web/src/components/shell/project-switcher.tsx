import { useQuery } from "@tanstack/react-query";
import { Check, ChevronDown, Plus } from "lucide-react";
import { projectsQuery } from "#web/api/projects.ts";
import { cx } from "#web/components/ui/class-names.ts";
import { DropdownMenu, MenuLabel, MenuLink, MenuSeparator } from "#web/components/ui/menu.tsx";
import { Logo } from "./logo.tsx";

/** The mark and the project one is in; opens the list of all. */
export function ProjectSwitcher({ project }: { project: string | undefined }) {
  const { data } = useQuery(projectsQuery());
  const projects = data?.items ?? [];
  const current = projects.find(({ name }) => name === project);
  const shown = current?.displayName || project;
  const trigger = (
    <button
      type="button"
      className="flex h-9 w-full min-w-0 items-center gap-2 rounded-2 px-2 font-semibold hover:bg-hover md:max-xl:w-9 md:max-xl:justify-center md:max-xl:px-0"
    >
      <Logo className="size-5 flex-none" />
      <span className="md:max-xl:sr-only">vteam</span>{" "}
      <span className="truncate-words font-medium text-ink-2 md:max-xl:sr-only">{shown}</span>
      <span className="sr-only">{shown === undefined ? "projects" : "switch project"}</span>
      <ChevronDown aria-hidden className="ml-auto text-ink-3 md:max-xl:hidden" />
    </button>
  );
  return (
    <DropdownMenu trigger={trigger} align="start">
      <MenuLabel>Projects</MenuLabel>
      {projects.slice(0, 20).map(({ name, displayName }) => (
        <MenuLink key={name} to="/projects/$project" params={{ project: name }}>
          <Check aria-hidden className={cx(name !== project && "invisible")} />
          <span className="truncate-words">{displayName || name}</span>
        </MenuLink>
      ))}
      <MenuSeparator />
      <MenuLink to="/projects">
        <span className="w-4" />
        All projects
      </MenuLink>
      <MenuLink to="/projects/new">
        <Plus aria-hidden />
        Create project
      </MenuLink>
    </DropdownMenu>
  );
}
