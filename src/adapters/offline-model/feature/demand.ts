/** Proper names and abbreviations keep their capitals. */
export const lowerFirst = (text: string): string =>
  /^(A |[A-Z][a-z])/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;

const clean = (text: string): string =>
  text
    .replace(/^[\s>*#-]+|^\d+[.)]\s+/g, "")
    .replace(/[*_`]{1,2}/g, "")
    .replace(/\s+/g, " ")
    .replace(/[\s.…;,:]+$/, "")
    .trim();

/** Asks for a document, not for the feature. */
const ABOUT_DOCUMENTS = /\/(specify|plan|tasks)\b|^(create|write) a (detailed|tasks)\b/i;

/** Sentences and list items of a description. */
export const sentencesOf = (description: string): string[] =>
  description
    .split(/\n+|(?<=[.!?…])\s+/)
    .map(clean)
    .filter((sentence) => sentence.length > 8 && !ABOUT_DOCUMENTS.test(sentence));

const MAKE = /^(implement|add|build|create|introduce|develop|make)\b\s*/i;

/** Verbs that requests start with; a sentence that starts otherwise is taken for a statement. */
const VERBS = new Set(
  `accept allow archive ask assign automate calculate check collect compute convert copy delete detect display enable
  encrypt export expose extend filter generate give group handle help hide import integrate invite keep let limit list
  log mark merge migrate move notify offer open prevent preview protect provide publish record reduce remind remove
  rename render replace report require restrict retry return run save schedule search send share show sort start stop
  store support switch sync synchronise tell track translate update upload use validate verify warn`.split(/\s+/),
);

const OBLIGED = /^(?:the system|it|we|the spec)\s+(?:must|should|shall|will|needs? to)\s+(?:cover )?(.+)$/i;

/** "A reminder must be sent" says what is to be true: "a reminder is sent". */
const asFact = (sentence: string): string =>
  sentence.replace(
    /(\w+) (?:must|should|shall|will) be /i,
    (_, subject) => `${subject} ${/[^s]s$/.test(subject) ? "are" : "is"} `,
  );

/** A sentence of the description as something the system must do. */
export function demandOf(sentence: string): string {
  if (MAKE.test(sentence)) return `provide ${lowerFirst(sentence.replace(MAKE, ""))}`;
  const [first = ""] = sentence.toLowerCase().split(" ");
  if (VERBS.has(first)) return lowerFirst(sentence);
  return OBLIGED.exec(sentence)?.[1] ?? `ensure that ${lowerFirst(asFact(sentence))}`;
}
