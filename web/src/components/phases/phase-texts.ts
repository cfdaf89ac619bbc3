import type { BoardPhaseName } from "#web/api/rfes.ts";

interface PhaseText {
  title: string;
  /** What the card says before the phase has begun. */
  body: string;
  create: string;
  update: string;
  /** The document of the phase and the button that shows it. */
  document?: { name: string; view: string };
  noun: string;
}

/** The words of the five cards. Title, body and buttons of the first, second and fourth are the guide's. */
export const phaseTexts: Record<BoardPhaseName, PhaseText> = {
  specify: {
    title: "Specification Phase",
    body: "Create a detailed specification document for your feature using the /specify command.",
    create: "Create Specification Session",
    update: "Update specification",
    document: { name: "spec.md", view: "View Specification" },
    noun: "specification",
  },
  plan: {
    title: "Planning Phase",
    body: "Create a detailed implementation plan based on your specification.",
    create: "Create Planning Session",
    update: "Update plan",
    document: { name: "plan.md", view: "View Plan" },
    noun: "planning",
  },
  tasks: {
    title: "Tasks Phase",
    body: "Break your plan into specific, actionable tasks with dependencies and acceptance criteria.",
    create: "Create Tasks Session",
    update: "Update tasks",
    document: { name: "tasks.md", view: "View Tasks" },
    noun: "tasks",
  },
  implement: {
    title: "Implementation Phase",
    body: "Implement the features based on your tasks.md. You can create multiple sessions to tackle different tasks or components.",
    create: "Create Implementation Session",
    update: "Create Implementation Session",
    noun: "implementation",
  },
  review: {
    title: "Review Phase",
    body: "Review the implementation, check tests and security, and prepare the pull requests.",
    create: "Create Review Session",
    update: "Review again",
    noun: "review",
  },
};

export const phaseOrder: readonly BoardPhaseName[] = ["specify", "plan", "tasks", "implement", "review"];
