/** A user story as spec.md shows it. */
export interface Story {
  title: string;
  /** As <who>, I want <want>, so that <why>. */
  who: string;
  want: string;
  why: string;
  scenarios: readonly { given: string; when: string; outcome: string }[];
}

/** What the model knows about one subject that descriptions mention: rules written by people, nothing learnt. */
export interface Topic {
  id: string;
  name: string;
  /** Found in the description or title, the subject is part of the feature. */
  pattern: RegExp;
  story: Story;
  requirements: readonly string[];
  edgeCases: readonly string[];
  outcomes: readonly string[];
  assumptions: readonly string[];
  /** Names in the entity catalogue. */
  entities: readonly string[];
  component: { name: string; file: string; duty: string };
  endpoints: readonly { call: string; does: string; answers: string }[];
  risk: { what: string; answer: string };
  task: { title: string; points: number; acceptance: readonly string[] };
}
