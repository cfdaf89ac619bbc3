import { demandOf, lowerFirst, sentencesOf } from "./demand.ts";
import { type Entity, entityFromTitle, entityNamed } from "./entity.ts";
import type { Topic } from "./topic.ts";
import { accountTopics } from "./topics-account.ts";
import { generalTopics } from "./topics-general.ts";
import { signInTopics } from "./topics-sign-in.ts";

/** What a title and a description come to, before any document is written. */
export interface Feature {
  title: string;
  /** The description as sentences, each a demand. */
  demands: string[];
  topics: Topic[];
  entities: Entity[];
  /** Sign-in providers the description names. */
  providers: string[];
}

const known: readonly Topic[] = [...signInTopics, ...accountTopics, ...generalTopics];

/** The one topic of a feature whose subject no rule knows. */
function ownTopic(title: string, demands: readonly string[], entity: Entity): Topic {
  const thing = entity.name.replaceAll("_", " ");
  const path = entity.table.replaceAll("_", "-");
  const first = demands[0] ?? `provide ${lowerFirst(title)}`;
  return {
    id: path,
    name: title,
    pattern: /$^/,
    story: {
      title: `Use ${lowerFirst(title)}`,
      who: "a person using the service",
      want: `the service to ${first}`,
      why: `${lowerFirst(title)} is part of my work`,
      scenarios: [
        { given: "valid input", when: `I create a ${thing}`, outcome: "it is kept, and I see it when I look again" },
        {
          given: "input that breaks a rule",
          when: `I create a ${thing}`,
          outcome: "I am told each fault, and nothing is kept",
        },
      ],
    },
    requirements: [
      `keep each ${thing} durably before it is confirmed`,
      "name every faulty field when it refuses input",
    ],
    edgeCases: [`Two people change the same ${thing} at once: the second is told and loses nothing.`],
    outcomes: ["95 % of requests answer in under 300 ms."],
    assumptions: ["The existing sign-in and rights of the service apply."],
    entities: [],
    component: { name: title, file: `src/${path}`, duty: `creates, reads, changes and removes each ${thing}` },
    endpoints: [
      { call: `POST /${path}`, does: `creates a ${thing}`, answers: "201 · 422" },
      { call: `GET /${path}/{id}`, does: `reads a ${thing}`, answers: "200 · 404" },
    ],
    risk: {
      what: "The description leaves room for interpretation",
      answer: "the assumptions below are reviewed before the plan",
    },
    task: {
      title: `${title}: create, read, change and remove`,
      points: 5,
      acceptance: ["faulty input is refused with every fault named"],
    },
  };
}

/** Understands a feature by fixed rules: subjects are recognised by their words, everything else is taken literally. */
export function understandFeature(title: string, description: string): Feature {
  const text = `${title}\n${description}`;
  const demands = sentencesOf(description).map(demandOf);
  const found = known.filter((topic) => topic.pattern.test(text));
  const own = entityFromTitle(title);
  const topics = found.length > 0 ? found : [ownTopic(title, demands, own)];
  const names = [...new Set(topics.flatMap((topic) => topic.entities))];
  const entities = names.map(entityNamed).filter((entity) => entity !== undefined);
  const needsUsers = entities.some(({ fields }) => fields.some(({ references }) => references === "users"));
  const users =
    needsUsers && !names.includes("user") ? [entityNamed("user")].filter((entity) => entity !== undefined) : [];
  const providers = ["GitHub", "Google", "GitLab", "Microsoft", "Apple"].filter((name) => text.includes(name));
  return {
    title,
    demands,
    topics,
    entities: entities.length > 0 ? inOrder([...users, ...entities]) : [own],
    providers,
  };
}

/** Tables before those that point at them. */
const inOrder = (entities: readonly Entity[]): Entity[] => {
  const points = (entity: Entity) => (entity.fields.some(({ references }) => references !== undefined) ? 1 : 0);
  const rank = (entity: Entity) => points(entity) * 10 + ["oauth_provider", "session"].indexOf(entity.name);
  return entities.toSorted((a, b) => rank(a) - rank(b));
};
