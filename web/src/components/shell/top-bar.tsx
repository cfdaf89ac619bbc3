import { Menu, Search, X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { useState } from "react";
import { IconButton } from "#web/components/ui/button.tsx";
import { scrimStyle } from "#web/components/ui/dialog.tsx";
import { Logo } from "./logo.tsx";
import { Nav } from "./nav.tsx";

interface TopBarProps {
  project: string | undefined;
  onSearch: () => void;
  onKeys: () => void;
}

/** The head of the page on a phone; the navigation is behind its menu button. */
export function TopBar({ project, onSearch, onKeys }: TopBarProps) {
  const [isOpen, setOpen] = useState(false);
  const then = (action: () => void) => () => {
    setOpen(false);
    action();
  };
  return (
    <header className="no-print sticky top-0 z-20 flex h-13 items-center gap-2 border-b border-line bg-surface pr-2 pl-4 font-semibold md:hidden">
      <Logo className="size-5 flex-none" />
      vteam
      <span className="truncate-words font-medium text-ink-2">{project}</span>
      <IconButton label="Search or jump to" className="ml-auto" onClick={onSearch}>
        <Search aria-hidden />
      </IconButton>
      <Radix.Root open={isOpen} onOpenChange={setOpen}>
        <Radix.Trigger asChild>
          <IconButton label="Menu">
            <Menu aria-hidden />
          </IconButton>
        </Radix.Trigger>
        <Radix.Portal>
          <Radix.Overlay className={scrimStyle} />
          <Radix.Content
            aria-describedby={undefined}
            onClick={(event) => {
              if (event.target instanceof Element && event.target.closest("a")) setOpen(false);
            }}
            className="fixed inset-y-0 left-0 z-50 flex w-[min(300px,85vw)] animate-fade flex-col bg-bg p-3 shadow-3"
          >
            <div className="mb-1 flex items-center justify-between pl-2">
              <Radix.Title className="text-13">Menu</Radix.Title>
              <Radix.Close asChild>
                <IconButton label="Close">
                  <X aria-hidden />
                </IconButton>
              </Radix.Close>
            </div>
            <Nav project={project} onSearch={then(onSearch)} onKeys={then(onKeys)} />
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </header>
  );
}
