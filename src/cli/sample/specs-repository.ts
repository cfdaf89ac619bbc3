import type { SampleFile } from "./sample-file.ts";

const README = `# Specifications of the myorg platform

What we build and why, before how. Each feature has a directory under \`specs/\`, written on a branch of the same name and
merged when the feature ships.

| feature | state | code |
| --- | --- | --- |
| [001-workspaces](specs/001-workspaces/spec.md) | shipped in 1.2 | backend |

The service itself lives in the repository \`backend\`.
`;

const CONTRIBUTING = `# How specifications come about

1. Somebody describes what they need: who, what, and why now.
2. A specification answers every question a tester would ask. It names no technology.
3. A plan says how, against the code as it is.
4. Tasks are small enough to review in one sitting, and each says how one knows that it is done.

Write short sentences. Use MUST for what a test will check. Mark what you do not know instead of guessing.
`;

const OLD_SPEC = `# Feature Specification: Workspaces

**Status**: Shipped in 1.2

## User Scenarios

### User Story 1: Keep notes of a team apart (Priority: P1)

As a team lead I want a workspace for my team, so that our notes do not mix with those of others.

1. **Given** two workspaces, **when** I list the notes of one, **then** I see none of the other.

## Requirements

- **FR-001**: The system MUST keep every note in exactly one workspace.
- **FR-002**: The system MUST refuse a note without a text.

## Success Criteria

- **SC-001**: Listing the notes of a workspace of 1,000 notes takes less than 100 ms.
`;

const OLD_TASKS = `# Tasks: Workspaces

## Phase 1: Foundation

- [x] T001 Keep notes per workspace in \`src/notes.js\`
- [x] T002 Refuse notes without a text in \`src/notes.js\` (depends on T001)
`;

/** The specs repository of the demo: an umbrella repository with one older feature. */
export const specsRepository = (): SampleFile[] => [
  { path: "README.md", content: README },
  { path: "CONTRIBUTING.md", content: CONTRIBUTING },
  { path: "specs/001-workspaces/spec.md", content: OLD_SPEC },
  { path: "specs/001-workspaces/tasks.md", content: OLD_TASKS },
];
