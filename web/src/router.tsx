import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { NotFound } from "./components/shell/not-found.tsx";
import { ProjectFrame } from "./components/shell/project-frame.tsx";
import { RouteProblem } from "./components/shell/route-problem.tsx";
import { Shell } from "./components/shell/shell.tsx";
import { earlyReads } from "./early-reads.ts";
import { parseSearch, searchOf, stringifySearch } from "./search.ts";

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({ component: Shell });

const start = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/projects", replace: true });
  },
});

const projects = createRoute({
  getParentRoute: () => root,
  path: "projects",
  validateSearch: searchOf("q", "sort"),
  loader: earlyReads.projects,
  component: lazyRouteComponent(() => import("./routes/projects.tsx"), "Projects"),
});
const newProject = createRoute({
  getParentRoute: () => projects,
  path: "new",
  component: lazyRouteComponent(() => import("./routes/projects.new.tsx"), "NewProject"),
});

const project = createRoute({
  getParentRoute: () => root,
  path: "projects/$project",
  component: ProjectFrame,
});
const projectHome = createRoute({
  getParentRoute: () => project,
  path: "/",
  component: lazyRouteComponent(() => import("./routes/projects.$project.tsx"), "ProjectHome"),
});
const settingsStart = createRoute({
  getParentRoute: () => project,
  path: "settings",
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/projects/$project/settings/$tab", params: { ...params, tab: "general" }, replace: true });
  },
});
const settings = createRoute({
  getParentRoute: () => project,
  /** tab: general, secrets, defaults, danger. */
  path: "settings/$tab",
  component: lazyRouteComponent(() => import("./routes/projects.$project.settings.tsx"), "ProjectSettings"),
});

const rfes = createRoute({
  getParentRoute: () => project,
  path: "rfe",
  validateSearch: searchOf("phase", "status", "q", "view", "sort", "dialog"),
  loader: earlyReads.rfes,
  component: lazyRouteComponent(() => import("./routes/projects.$project.rfe.tsx"), "RfeList"),
});
const newRfe = createRoute({
  getParentRoute: () => project,
  path: "rfe/new",
  validateSearch: searchOf("title", "specRepo"),
  component: lazyRouteComponent(() => import("./routes/projects.$project.rfe.new.tsx"), "NewRfe"),
});
const rfe = createRoute({
  getParentRoute: () => project,
  path: "rfe/$rfe",
  /** dialog: seed, repos, start, …; seed: the operation under way; phase and task: what a start dialog is for. */
  validateSearch: searchOf("dialog", "seed", "phase", "task"),
  loader: earlyReads.rfe,
  component: lazyRouteComponent(() => import("./routes/projects.$project.rfe.$rfe.tsx"), "Rfe"),
});
const rfeOverview = createRoute({
  getParentRoute: () => rfe,
  path: "/",
  loader: earlyReads.overview,
  component: lazyRouteComponent(() => import("./routes/projects.$project.rfe.$rfe.overview.tsx"), "RfeOverview"),
});
const rfeFiles = createRoute({
  getParentRoute: () => rfe,
  path: "files",
  validateSearch: searchOf("repo", "path", "at", "view", "base", "all", "layout"),
  component: lazyRouteComponent(() => import("./routes/projects.$project.rfe.$rfe.files.tsx"), "RfeFiles"),
});
const rfeTasks = createRoute({
  getParentRoute: () => rfe,
  path: "tasks",
  validateSearch: searchOf("status", "sprint", "q", "view"),
  loader: earlyReads.tasks,
  component: lazyRouteComponent(() => import("./routes/projects.$project.rfe.$rfe.tasks.tsx"), "RfeTasks"),
});
const rfeAgents = createRoute({
  getParentRoute: () => rfe,
  path: "agents",
  validateSearch: searchOf("q", "agent"),
  loader: earlyReads.agents,
  component: lazyRouteComponent(() => import("./routes/projects.$project.rfe.$rfe.agents.tsx"), "RfeAgents"),
});
const rfeSessions = createRoute({
  getParentRoute: () => rfe,
  path: "sessions",
  validateSearch: searchOf("status", "q", "sort"),
  component: lazyRouteComponent(() => import("./routes/projects.$project.rfe.$rfe.sessions.tsx"), "RfeSessions"),
});
const rfeActivity = createRoute({
  getParentRoute: () => rfe,
  path: "activity",
  component: lazyRouteComponent(() => import("./routes/projects.$project.rfe.$rfe.activity.tsx"), "RfeActivity"),
});

const sessions = createRoute({
  getParentRoute: () => project,
  path: "sessions",
  validateSearch: searchOf("status", "rfe", "q", "sort"),
  loader: earlyReads.sessions,
  component: lazyRouteComponent(() => import("./routes/projects.$project.sessions.tsx"), "Sessions"),
});
const session = createRoute({
  getParentRoute: () => project,
  path: "sessions/$session",
  validateSearch: searchOf("event", "types", "q", "errors", "file", "dialog"),
  loader: earlyReads.session,
  component: lazyRouteComponent(() => import("./routes/projects.$project.sessions.$session.tsx"), "Session"),
});

const sessionStart = createRoute({ getParentRoute: () => session, path: "/" });
/** view: conversation (as without one), changes, details. One component shows all three, so that none starts anew. */
const sessionView = createRoute({ getParentRoute: () => session, path: "$view" });

const rfeTabs = [rfeOverview, rfeFiles, rfeTasks, rfeAgents, rfeSessions, rfeActivity] as const;
const tree = root.addChildren([
  start,
  projects.addChildren([newProject]),
  project.addChildren([
    projectHome,
    settingsStart,
    settings,
    rfes,
    newRfe,
    rfe.addChildren(rfeTabs),
    sessions,
    session.addChildren([sessionStart, sessionView]),
  ]),
]);

/** The pages and their addresses. Every page is a chunk of its own, fetched when a link to it is pointed at. */
export const newRouter = (queryClient: QueryClient) =>
  createRouter({
    routeTree: tree,
    context: { queryClient },
    ...{ parseSearch, stringifySearch },
    defaultPreload: "intent",
    defaultPreloadStaleTime: 0,
    scrollRestoration: true,
    defaultErrorComponent: RouteProblem,
    defaultNotFoundComponent: NotFound,
  });

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof newRouter>;
  }
}
