/** One column of a table and field of a record. */
export interface Field {
  name: string;
  kind: "text" | "email" | "time" | "reference" | "choice" | "flag";
  isRequired: boolean;
  isUnique?: boolean;
  /** Never part of what the service shows. */
  isSecret?: boolean;
  /** The table a reference points at. */
  references?: string;
  choices?: readonly string[];
}

/** A thing the feature keeps. Every one also has id, created_at and updated_at. */
export interface Entity {
  name: string;
  table: string;
  purpose: string;
  fields: readonly Field[];
  uniqueTogether?: readonly string[];
}

const text = (name: string, isRequired = true): Field => ({ name, kind: "text", isRequired });
const time = (name: string, isRequired = true): Field => ({ name, kind: "time", isRequired });
const owner: Field = { name: "user_id", kind: "reference", isRequired: true, references: "users" };
const choice = (name: string, choices: readonly string[]): Field => ({
  name,
  kind: "choice",
  isRequired: true,
  choices,
});

const user: Entity = {
  name: "user",
  table: "users",
  purpose: "a person who can sign in",
  fields: [
    { name: "email", kind: "email", isRequired: true, isUnique: true },
    text("display_name", false),
    { ...text("password_hash", false), isSecret: true },
    { name: "is_disabled", kind: "flag", isRequired: false },
  ],
};

const oauthProvider: Entity = {
  name: "oauth_provider",
  table: "oauth_providers",
  purpose: "an account at another provider, linked to a user",
  fields: [owner, choice("provider", ["github", "google"]), text("provider_user_id")],
  uniqueTogether: ["provider", "provider_user_id"],
};

const session: Entity = {
  name: "session",
  table: "sessions",
  purpose: "a sign-in of a user on one device",
  fields: [
    owner,
    { ...text("refresh_token_hash"), isUnique: true, isSecret: true },
    text("device", false),
    time("last_used_at", false),
    time("expires_at"),
    time("revoked_at", false),
  ],
};

/** Every entity that topics name. */
const catalogue: readonly Entity[] = [
  user,
  oauthProvider,
  session,
  {
    name: "role_assignment",
    table: "role_assignments",
    purpose: "a role that a user holds",
    fields: [owner, choice("role", ["viewer", "editor", "admin"])],
    uniqueTogether: ["user_id", "role"],
  },
  {
    name: "notification",
    table: "notifications",
    purpose: "a message to a person about a change",
    fields: [
      text("recipient"),
      text("subject"),
      text("body"),
      choice("state", ["queued", "sent", "failed"]),
      time("sent_at", false),
    ],
  },
  {
    name: "audit_event",
    table: "audit_events",
    purpose: "a record of one change",
    fields: [text("actor"), text("action"), text("subject"), time("happened_at")],
  },
  {
    name: "export_job",
    table: "export_jobs",
    purpose: "an export that was asked for",
    fields: [text("owner"), choice("state", ["waiting", "running", "done", "failed"]), time("expires_at", false)],
  },
];

export const entityNamed = (name: string): Entity | undefined => catalogue.find((entity) => entity.name === name);

const FILLERS = new Set(
  "a an the of for to in on and or with new better system service feature support management integration api improve add implement".split(
    " ",
  ),
);

const plural = (word: string): string => {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  return /(s|x|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
};

/** The thing a title talks about, for subjects the catalogue does not know: "Invoice Export" keeps invoice_exports. */
export function entityFromTitle(title: string): Entity {
  const words = (title.toLowerCase().match(/[a-z][a-z0-9]*/g) ?? []).filter((word) => !FILLERS.has(word));
  const kept = words.slice(-2);
  const name = kept.length === 0 ? "item" : kept.join("_").replace(/s$/, "");
  return {
    name,
    table: plural(name),
    purpose: `one ${name.replaceAll("_", " ")}`,
    fields: [
      text("name"),
      text("details", false),
      choice("state", ["draft", "active", "archived"]),
      text("created_by"),
    ],
    uniqueTogether: ["name", "created_by"],
  };
}
