import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Command } from "cmdk";
import { CornerDownRight, GitCommitHorizontal, LayoutGrid, SquareTerminal } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { projectsQuery } from "#web/api/projects.ts";
import { rfesQuery } from "#web/api/rfes.ts";
import { sessionsQuery } from "#web/api/sessions.ts";
import { cx } from "#web/components/ui/class-names.ts";
import { scrimStyle, sheetStyle } from "#web/components/ui/dialog.tsx";
import { chooseTheme, type Theme } from "#web/theme.ts";

interface PaletteProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  project: string | undefined;
  onKeys: () => void;
}

/** Everything one can go to or do from here, by typing. */
export function Palette({ open, onOpenChange, project, onKeys }: PaletteProps) {
  const close = (): void => onOpenChange(false);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={scrimStyle} />
        <Radix.Content
          aria-describedby={undefined}
          className={cx(sheetStyle, "[--dialog-width:600px] md:top-[12dvh] md:translate-y-0")}
        >
          <Radix.Title className="sr-only">Search or jump to</Radix.Title>
          <Command label="Search or jump to" loop className="flex min-h-0 flex-col">
            <Command.Input
              placeholder="Search projects, RFEs, sessions and actions"
              className="h-12 w-full border-b border-line bg-surface px-4 text-14 outline-none focus-visible:shadow-none max-md:text-16"
            />
            <Command.List className="max-h-[min(420px,60dvh)] overflow-y-auto p-2">
              <Command.Empty className="px-3 py-6 text-center text-13 text-ink-2">Nothing matches.</Command.Empty>
              {project !== undefined && <ProjectItems project={project} done={close} />}
              <Projects done={close} />
              <Actions done={close} onKeys={onKeys} />
            </Command.List>
          </Command>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface ItemProps {
  id: string;
  words: string;
  detail?: ReactNode;
  icon?: ReactNode;
  onSelect: () => void;
}

const Item = ({ id, words, detail, icon, onSelect }: ItemProps) => (
  <Command.Item
    value={id}
    keywords={[words]}
    onSelect={onSelect}
    className="flex min-h-9 items-center gap-2.5 rounded-2 px-2.5 py-1 text-13 aria-selected:bg-hover [&_svg]:text-ink-3"
  >
    {icon ?? <CornerDownRight aria-hidden />}
    <span className="truncate-words">{words}</span>
    {detail !== undefined && <span className="truncate-words ml-auto text-12 text-ink-3">{detail}</span>}
  </Command.Item>
);

const groupStyle =
  "[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-12 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-3";

/** A group with its heading; nothing at all while it has no items. */
const Group = ({ heading, children }: { heading: string; children: readonly ReactNode[] }) =>
  children.length === 0 ? null : (
    <Command.Group heading={heading} className={groupStyle}>
      {children}
    </Command.Group>
  );

function ProjectItems({ project, done }: { project: string; done: () => void }) {
  const navigate = useNavigate();
  const rfes = useQuery(rfesQuery(project)).data?.workflows ?? [];
  const sessions = useInfiniteQuery(sessionsQuery(project)).data?.pages[0]?.items ?? [];
  const go = (then: () => Promise<void>) => () => {
    done();
    void then();
  };
  const params = { project };
  return (
    <>
      <Command.Group heading="This project" className={groupStyle}>
        <Item
          id="new-rfe"
          words="New RFE"
          onSelect={go(() => navigate({ to: "/projects/$project/rfe/new", params }))}
        />
        <Item id="home" words="Home" onSelect={go(() => navigate({ to: "/projects/$project", params }))} />
        <Item id="rfes" words="RFEs" onSelect={go(() => navigate({ to: "/projects/$project/rfe", params }))} />
        <Item
          id="sessions"
          words="Sessions"
          onSelect={go(() => navigate({ to: "/projects/$project/sessions", params }))}
        />
        {["general", "secrets", "defaults"].map((tab) => (
          <Item
            key={tab}
            id={`settings ${tab}`}
            words={`Settings: ${tab}`}
            onSelect={go(() => navigate({ to: "/projects/$project/settings/$tab", params: { project, tab } }))}
          />
        ))}
      </Command.Group>
      <Group heading="RFEs">
        {rfes.map(({ id, title, branchName }) => (
          <Item
            key={id}
            id={`rfe ${id} ${branchName}`}
            words={title}
            detail={<code>{branchName}</code>}
            icon={<GitCommitHorizontal aria-hidden />}
            onSelect={go(() => navigate({ to: "/projects/$project/rfe/$rfe", params: { project, rfe: id } }))}
          />
        ))}
      </Group>
      <Group heading="Sessions">
        {sessions.map(({ name, spec, status }) => (
          <Item
            key={name}
            id={`session ${name}`}
            words={spec.displayName || name}
            detail={status.phase}
            icon={<SquareTerminal aria-hidden />}
            onSelect={go(() =>
              navigate({ to: "/projects/$project/sessions/$session", params: { project, session: name } }),
            )}
          />
        ))}
      </Group>
    </>
  );
}

function Projects({ done }: { done: () => void }) {
  const navigate = useNavigate();
  const projects = useQuery(projectsQuery()).data?.items ?? [];
  return (
    <Command.Group heading="Projects" className={groupStyle}>
      {projects.map(({ name, displayName }) => (
        <Item
          key={name}
          id={`project ${name}`}
          words={displayName || name}
          detail={name}
          icon={<LayoutGrid aria-hidden />}
          onSelect={() => {
            done();
            void navigate({ to: "/projects/$project", params: { project: name } });
          }}
        />
      ))}
    </Command.Group>
  );
}

function Actions({ done, onKeys }: { done: () => void; onKeys: () => void }) {
  const navigate = useNavigate();
  const then = (action: () => unknown) => () => {
    done();
    void action();
  };
  const themes: readonly [Theme, string][] = [
    ["light", "Use the light theme"],
    ["dark", "Use the dark theme"],
    ["system", "Use the theme of the system"],
  ];
  return (
    <Command.Group heading="Actions" className={groupStyle}>
      <Item id="all-projects" words="All projects" onSelect={then(() => navigate({ to: "/projects" }))} />
      <Item id="create-project" words="Create project" onSelect={then(() => navigate({ to: "/projects/new" }))} />
      <Item id="keys" words="Keyboard shortcuts" detail="?" onSelect={then(onKeys)} />
      {themes.map(([theme, words]) => (
        <Item key={theme} id={`theme ${theme}`} words={words} onSelect={then(() => chooseTheme(theme))} />
      ))}
    </Command.Group>
  );
}
