/** What the guide shows on its screens, word for word. */
export const formTexts = [
  ...["Title", "Description", "Branch Name", "Spec Repo", "Base branch", "Supporting Repos", "Parent Outcome"],
  "Create Workspace",
];

/** What the guide's dialog of seeding suggests, besides the address of the agents' repository. */
export const seedSourceTexts = {
  "Agent source repository": "https://github.com/ambient-code/vTeam",
  "Agent source branch": "main",
  "Agent source path": "agents",
  "Spec-Kit repository": "github/spec-kit",
  "Spec-Kit version": "main",
  "Spec-Kit template": "spec-kit-template-claude-sh",
};

export const noPushAccessText = (url: string): string =>
  `you don't have push access to ${url}. Please fork the repository or use a repository you have write access to.`;

export const branchExistedText = (branch: string): string =>
  `Branch '${branch}' already existed and will be modified by this RFE.`;

export const notSeededTexts = (branch: string): string[] => [
  "⚠ Spec Repository Not Seeded",
  "This workspace requires repository seeding before you can begin work.",
  "Seeding will:",
  `✓ Set up the feature branch '${branch}'`,
  "✓ Add Spec-Kit template files and slash commands",
  "✓ Add agent definitions for the RFE council",
  `✓ Create the specs/${branch}/ directory`,
  "Edit Repositories",
  "Seed Repository",
];

export const seededTexts = [
  "✓ Spec Repository Seeded",
  "Your workspace is ready for specification work.",
  "Current Phase: specify",
  "Create Session to Start Work",
];

/** What the answer to a seeding says, on the card of those who have watched it. */
export const seedingEndedText = "Repository seeded successfully";

/** The cards before anything has begun. */
export const phaseTexts = [
  "Specification Phase",
  "Status: Not Started",
  "Create a detailed specification document for your feature using the /specify command.",
  "Create Specification Session",
  "Planning Phase",
  "Create a detailed implementation plan based on your specification.",
  "Create Planning Session",
  "Implementation Phase",
  "Implement the features based on your tasks.md. You can create multiple sessions to tackle different tasks or components.",
  "Create Implementation Session",
];

/** The specification's card once its session has ended. */
export const specifiedTexts = [
  "Status: ✓ Completed",
  "Progress: 100%",
  "✓ spec.md created",
  "View Specification",
  "View Session",
];

/** The troubleshooting's way to look again. */
export const refreshText = "Refresh";

/** What the history says once the documents are there: messages and name of the commits. */
export const historyTexts = (branch: string): string[] => [
  "vTeam Bot",
  `chore: initialize ${branch} with spec-kit and agents`,
  "feat: add user authentication system specification",
  "feat: add implementation plan for",
  "feat: add task breakdown for",
];

/** The prompts that the start dialog suggests; what differs per feature is left out. */
export const promptTexts = (branch: string) => ({
  specify: ["Create a detailed specification for", "Use the /specify command to guide the process."],
  plan: [
    `Create a detailed implementation plan in specs/${branch}/plan.md. Reference the existing spec.md and use the /plan command to guide the process. Break down the implementation into phases, components, and tasks.`,
  ],
  tasks: [
    `Create a tasks breakdown in specs/${branch}/tasks.md. Reference plan.md and spec.md. Use the /tasks command. Break the plan into specific, actionable tasks with dependencies, acceptance criteria, and story points.`,
  ],
  implement: ["Implement", `from specs/${branch}/tasks.md.`],
  review: [
    "Review the",
    "Check for security issues, code quality, test coverage. Create a PR summary highlighting the changes.",
  ],
});
