const objects = `
  CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  INSERT INTO counter VALUES ('version', 0), ('probe', 0);

  -- A deleted object stays as a tombstone for a while, so that a watch can tell of its end.
  CREATE TABLE object (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    project TEXT NOT NULL,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    added_version INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    deleted_at TEXT,
    body TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX object_name ON object (kind, project, name) WHERE deleted_at IS NULL;
  CREATE INDEX object_version ON object (kind, version);
  CREATE INDEX object_age ON object (kind, created_at, name) WHERE deleted_at IS NULL;
  CREATE INDEX object_age_in_project ON object (kind, project, created_at, name) WHERE deleted_at IS NULL;
  CREATE INDEX object_tombstone ON object (deleted_at) WHERE deleted_at IS NOT NULL;

  CREATE TABLE object_label (
    object INTEGER NOT NULL REFERENCES object (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (object, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX object_label_value ON object_label (key, value, object);
`;

const events = `
  CREATE TABLE event_log (
    id INTEGER PRIMARY KEY,
    project TEXT NOT NULL,
    session TEXT NOT NULL,
    last_seq INTEGER NOT NULL,
    UNIQUE (project, session)
  ) STRICT;
  CREATE TABLE event_run (
    log INTEGER NOT NULL REFERENCES event_log (id) ON DELETE CASCADE,
    attempt INTEGER NOT NULL,
    last_run_seq INTEGER NOT NULL,
    PRIMARY KEY (log, attempt)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE event (
    log INTEGER NOT NULL REFERENCES event_log (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    timestamp INTEGER NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (log, seq)
  ) STRICT;
`;

const secrets = `
  CREATE TABLE secret (
    project TEXT NOT NULL,
    key TEXT NOT NULL,
    key_version INTEGER NOT NULL,
    nonce BLOB NOT NULL,
    ciphertext BLOB NOT NULL,
    fingerprint TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    updated_by TEXT NOT NULL,
    PRIMARY KEY (project, key)
  ) STRICT, WITHOUT ROWID;
`;

const idempotency = `
  CREATE TABLE idempotency (
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    body_hash TEXT NOT NULL,
    claimed_at INTEGER NOT NULL,
    answer TEXT,
    PRIMARY KEY (scope, key)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX idempotency_age ON idempotency (claimed_at);
`;

const createdForKey = `
  -- Which object a request with an Idempotency-Key created, known also when its answer never went out.
  CREATE TABLE idempotency_object (
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    kind TEXT NOT NULL,
    object INTEGER NOT NULL REFERENCES object (id) ON DELETE CASCADE,
    PRIMARY KEY (scope, key, kind),
    FOREIGN KEY (scope, key) REFERENCES idempotency (scope, key) ON DELETE CASCADE
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX idempotency_object_object ON idempotency_object (object);
`;

/** Entry n takes the schema from version n to n + 1. Entries are never edited, only added. */
export const migrations: readonly string[] = [objects + events + secrets + idempotency, createdForKey];
