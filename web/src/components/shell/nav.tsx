import { createLink } from "@tanstack/react-router";
import { GitCommitHorizontal, House, Keyboard, LayoutGrid, Search, Settings, SquareTerminal } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import { IconButton } from "#web/components/ui/button.tsx";
import { modKey } from "#web/shortcuts.ts";
import { ConnectionState } from "./connection-state.tsx";
import { ProjectSwitcher } from "./project-switcher.tsx";
import { RunningNow } from "./running-now.tsx";
import { ThemeToggle } from "./theme-toggle.tsx";

interface NavAnchorProps extends ComponentProps<"a"> {
  icon: ReactNode;
  label: string;
}

const NavAnchor = ({ icon, label, className: _, ...rest }: NavAnchorProps) => (
  <a
    {...rest}
    title={label}
    className="flex h-8 items-center gap-2 rounded-2 px-2 font-medium text-ink-2 hover:bg-hover hover:text-ink aria-[current=page]:bg-press aria-[current=page]:text-ink md:max-xl:size-9 md:max-xl:justify-center md:max-xl:px-0"
  >
    {icon}
    <span className="md:max-xl:sr-only">{label}</span>
  </a>
);
const NavLink = createLink(NavAnchor);

const ProjectLinks = ({ project }: { project: string }) => (
  <>
    <li>
      <NavLink
        to="/projects/$project"
        params={{ project }}
        activeOptions={{ exact: true }}
        icon={<House aria-hidden />}
        label="Home"
      />
    </li>
    <li>
      <NavLink
        to="/projects/$project/rfe"
        params={{ project }}
        icon={<GitCommitHorizontal aria-hidden />}
        label="RFEs"
      />
    </li>
    <li>
      <NavLink
        to="/projects/$project/sessions"
        params={{ project }}
        icon={<SquareTerminal aria-hidden />}
        label="Sessions"
      />
    </li>
    <li>
      <NavLink to="/projects/$project/settings" params={{ project }} icon={<Settings aria-hidden />} label="Settings" />
    </li>
  </>
);

interface NavProps {
  project: string | undefined;
  onSearch: () => void;
  onKeys: () => void;
}

/** What the side bar holds; on a phone, the sheet behind the menu button. */
export function Nav({ project, onSearch, onKeys }: NavProps) {
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto text-13 md:max-xl:items-center">
      <ProjectSwitcher project={project} />
      <button
        type="button"
        onClick={onSearch}
        className="flex h-8 w-full flex-none items-center gap-2 rounded-2 border border-line bg-surface px-2 text-left text-ink-3 hover:border-line-2 md:max-xl:size-9 md:max-xl:justify-center md:max-xl:px-0"
      >
        <Search aria-hidden />
        <span className="md:max-xl:sr-only">Search or jump to</span>
        <kbd aria-hidden className="ml-auto font-sans text-11 max-xl:hidden">
          {modKey("K")}
        </kbd>
      </button>
      <nav aria-label="Main">
        <ul className="grid gap-px">
          {project === undefined ? (
            <li>
              <NavLink to="/projects" icon={<LayoutGrid aria-hidden />} label="Projects" />
            </li>
          ) : (
            <ProjectLinks project={project} />
          )}
        </ul>
      </nav>
      {project !== undefined && <RunningNow project={project} />}
      <div className="mt-auto flex items-center gap-1 px-2 md:max-xl:flex-col md:max-xl:px-0">
        {project !== undefined && (
          <ConnectionState className="min-w-0 flex-1 md:max-xl:flex-none md:max-xl:pb-1 md:max-xl:[&>span:last-child]:sr-only" />
        )}
        <span className="ml-auto flex md:max-xl:ml-0 md:max-xl:flex-col">
          <IconButton label="Keyboard shortcuts" size="sm" onClick={onKeys}>
            <Keyboard aria-hidden />
          </IconButton>
          <ThemeToggle />
        </span>
      </div>
    </div>
  );
}
