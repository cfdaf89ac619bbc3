/** What the addresses of the screens are made of. */
export interface Places {
  project: string;
  /** An RFE that has been through all phases. */
  rfe: string;
  branch: string;
  /** An RFE that is not seeded. */
  fresh: string;
  session: string;
  specs: string;
}

export interface Screen {
  name: string;
  path: string;
}

/** Every screen there is, in the order somebody new meets them. */
export function screensOf({ project, rfe, branch, fresh, session, specs }: Places): Screen[] {
  const P = `/projects/${project}`;
  const R = `${P}/rfe/${rfe}`;
  const file = `repo=${encodeURIComponent(specs)}&path=specs/${branch}/spec.md`;
  return [
    { name: "projects", path: "/projects" },
    { name: "projects-no-hit", path: "/projects?q=zebra" },
    { name: "projects-new", path: "/projects/new" },
    { name: "project-home", path: P },
    { name: "project-first-steps", path: "/projects/empty" },
    { name: "settings-general", path: `${P}/settings/general` },
    { name: "settings-secrets", path: `${P}/settings/secrets#GIT_TOKEN` },
    { name: "settings-repositories", path: `${P}/settings/repositories` },
    { name: "settings-danger", path: `${P}/settings/danger` },
    { name: "rfe-list", path: `${P}/rfe` },
    { name: "rfe-list-empty", path: "/projects/empty/rfe" },
    { name: "rfe-new", path: `${P}/rfe/new` },
    { name: "rfe-not-seeded", path: `${P}/rfe/${fresh}` },
    { name: "rfe-seed-dialog", path: `${P}/rfe/${fresh}?dialog=seed` },
    { name: "rfe-repositories-dialog", path: `${P}/rfe/${fresh}?dialog=repos` },
    { name: "rfe-overview", path: R },
    { name: "rfe-start-dialog", path: `${R}?dialog=start&phase=plan` },
    { name: "rfe-files", path: `${R}/files` },
    { name: "rfe-file", path: `${R}/files?${file}` },
    { name: "rfe-file-source", path: `${R}/files?${file}&view=source` },
    { name: "rfe-file-diff", path: `${R}/files?${file}&view=diff` },
    { name: "rfe-tasks", path: `${R}/tasks` },
    { name: "rfe-agents", path: `${R}/agents` },
    { name: "rfe-sessions", path: `${R}/sessions` },
    { name: "rfe-activity", path: `${R}/activity` },
    { name: "sessions", path: `${P}/sessions` },
    { name: "sessions-empty", path: "/projects/empty/sessions" },
    { name: "session", path: `${P}/sessions/${session}` },
    { name: "session-changes", path: `${P}/sessions/${session}/changes` },
    { name: "session-details", path: `${P}/sessions/${session}/details` },
    { name: "not-found", path: "/nowhere" },
  ];
}
