import { backendSources } from "./backend-sources.ts";
import type { SampleFile } from "./sample-file.ts";

const README = `# backend

The service behind the myorg platform: notes of teams, kept per workspace. Plain JavaScript on Node.js 20 or later, no
dependencies.

\`\`\`sh
npm start      # listens on PORT, 8080 unless set
npm test
\`\`\`

| call | does |
| --- | --- |
| \`GET /healthz\` | says that the service runs |
| \`GET /workspaces/{workspace}/notes\` | lists the notes of a workspace, newest first |
| \`POST /workspaces/{workspace}/notes\` | adds a note: \`{"text": "…"}\` |

Everybody may call everything so far: there are no users yet.

- \`src/\` the service
- \`migrations/\` numbered SQL files, applied in their order
- \`tests/\` run by \`node --test\`
`;

const CHANGELOG = `# Changelog

## Unreleased

## 1.2.0

- Notes are kept per workspace.

## 1.1.0

- Notes without a text are refused.
`;

const PACKAGE = `{
  "name": "backend",
  "version": "1.2.0",
  "private": true,
  "description": "Notes of teams, kept per workspace.",
  "type": "module",
  "engines": { "node": ">=20" },
  "scripts": {
    "start": "node src/main.js",
    "test": "node --test"
  }
}
`;

const MIGRATION = `-- notes: what teams write down.
CREATE TABLE notes (
  id VARCHAR(36) PRIMARY KEY,
  workspace VARCHAR(63) NOT NULL,
  text VARCHAR(10000) NOT NULL,
  created_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX notes_workspace ON notes (workspace, created_at);
`;

/** The backend repository of the demo: a small service whose own tests pass. */
export const backendRepository = (): SampleFile[] => [
  { path: "README.md", content: README },
  { path: "CHANGELOG.md", content: CHANGELOG },
  { path: "package.json", content: PACKAGE },
  { path: ".gitignore", content: "node_modules/\n.env\n" },
  { path: "migrations/000_create_notes_table.sql", content: MIGRATION },
  ...backendSources(),
];
