import { ChevronRight } from "lucide-react";
import type { ListedProject } from "#web/api/projects.ts";
import { Badge } from "#web/components/ui/badge.tsx";
import { TextLink } from "#web/components/ui/button.tsx";
import { Card } from "#web/components/ui/card.tsx";
import { RelativeTime } from "#web/components/ui/time.tsx";
import { plural } from "#web/format.ts";

/** The projects whose name, title or description holds the words. */
export function matchingProjects(projects: readonly ListedProject[], words: string): readonly ListedProject[] {
  const wanted = words.trim().toLowerCase();
  return projects.filter((project) =>
    `${project.name} ${project.displayName} ${project.description}`.toLowerCase().includes(wanted),
  );
}

/** A row per project; the whole row leads there. */
export const ProjectList = ({ projects }: { projects: readonly ListedProject[] }) => (
  <Card>
    <ul className="divide-y divide-line">
      {projects.map((project) => (
        <ProjectRow key={project.name} project={project} />
      ))}
    </ul>
  </Card>
);

function ProjectRow({ project }: { project: ListedProject }) {
  const { name, displayName, description, creationTimestamp, rfes, openSessions } = project;
  return (
    <li className="relative flex items-center gap-4 px-4 py-3 hover:bg-hover">
      <div className="grid min-w-0 flex-1 gap-0.5">
        <p className="flex min-w-0 flex-wrap items-baseline gap-x-2.5">
          <TextLink
            to="/projects/$project"
            params={{ project: name }}
            className="min-w-0 text-14 font-medium text-ink no-underline [overflow-wrap:anywhere] after:absolute after:inset-0"
          >
            {displayName || name}
          </TextLink>
          {displayName !== "" && displayName !== name && <span className="text-12 text-ink-3">{name}</span>}
        </p>
        {description !== "" && <p className="line-clamp-2 text-13 text-ink-2">{description}</p>}
      </div>
      <p className="flex items-center gap-x-3 gap-y-1 text-12 whitespace-nowrap text-ink-2 max-md:flex-col-reverse max-md:items-end">
        {openSessions > 0 && <Badge tone="live">{plural(openSessions, "session")} running</Badge>}
        {plural(rfes, "RFE")}
      </p>
      <RelativeTime
        time={creationTimestamp}
        className="w-24 text-right text-12 whitespace-nowrap text-ink-3 max-md:hidden"
      />
      <ChevronRight aria-hidden className="text-ink-3" />
    </li>
  );
}
