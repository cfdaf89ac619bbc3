import { Outlet, useNavigate, useParams } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { useShortcuts } from "#web/shortcuts.ts";
import { ConnectionAnnouncer, ConnectionStrip } from "./connection-state.tsx";
import { Nav } from "./nav.tsx";
import { useRouteFocus } from "./route-focus.ts";
import { SignInDialog } from "./sign-in-dialog.tsx";
import { TopBar } from "./top-bar.tsx";

// What nobody needs for the first paint comes after it; the palette early enough that no first letter is lost.
const importPalette = () => import("./palette.tsx");
const Palette = lazy(async () => ({ default: (await importPalette()).Palette }));
const PALETTE_AFTER_MS = 1_500;
const KeyboardDialog = lazy(async () => ({ default: (await import("./keyboard-dialog.tsx")).KeyboardDialog }));
const Toasts = lazy(async () => ({ default: (await import("./toasts.tsx")).Toasts }));

type Overlay = "palette" | "keys" | undefined;

/** The keys that lead to pages, from everywhere. */
function usePageKeys(project: string | undefined, open: (overlay: Overlay) => void): void {
  const navigate = useNavigate();
  const inProject = (go: (project: string) => unknown) => () => void (project !== undefined && go(project));
  useShortcuts({
    "mod+k": () => open("palette"),
    "?": () => open("keys"),
    "g p": () => void navigate({ to: "/projects" }),
    "g h": inProject((one) => navigate({ to: "/projects/$project", params: { project: one } })),
    "g r": inProject((one) => navigate({ to: "/projects/$project/rfe", params: { project: one } })),
    "g s": inProject((one) => navigate({ to: "/projects/$project/sessions", params: { project: one } })),
    "g ,": inProject((one) =>
      navigate({ to: "/projects/$project/settings/$tab", params: { project: one, tab: "general" } }),
    ),
  });
}

/** What is around every page: the way to everything else. */
export function Shell() {
  const { project } = useParams({ strict: false });
  const [overlay, setOverlay] = useState<Overlay>();
  usePageKeys(project, setOverlay);
  useRouteFocus();
  useEffect(() => {
    const timer = setTimeout(() => void importPalette().catch(() => {}), PALETTE_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  const ways = { project, onSearch: () => setOverlay("palette"), onKeys: () => setOverlay("keys") };
  const shows = (one: Overlay) => (open: boolean) => setOverlay(open ? one : undefined);
  return (
    <div className="min-h-dvh md:grid md:grid-cols-[56px_minmax(0,1fr)] xl:grid-cols-[224px_minmax(0,1fr)]">
      {/* biome-ignore lint/a11y/useValidAnchor: it leads within the page, but must not change the address, which is state */}
      <a
        href="#main"
        className="no-print absolute -top-16 left-3 z-60 rounded-2 bg-surface px-3 py-2 shadow-2 focus:top-3"
        onClick={(event) => {
          event.preventDefault();
          document.getElementById("main")?.focus();
        }}
      >
        Skip to content
      </a>
      <aside
        aria-label="Navigation"
        className="no-print sticky top-0 z-30 flex h-dvh flex-col border-r border-line bg-bg p-3 [--ground:var(--bg)] max-md:hidden md:max-xl:px-2"
      >
        <Nav {...ways} />
      </aside>
      <TopBar {...ways} />
      <main id="main" tabIndex={-1} className="min-w-0 outline-none">
        {project !== undefined && <ConnectionStrip />}
        <Outlet />
      </main>
      <ConnectionAnnouncer />
      <Suspense>
        {overlay === "palette" && (
          <Palette open onOpenChange={shows("palette")} project={project} onKeys={ways.onKeys} />
        )}
        {overlay === "keys" && <KeyboardDialog open onOpenChange={shows("keys")} />}
        <Toasts />
      </Suspense>
      <SignInDialog />
    </div>
  );
}
