-- The case store and our own tables. docs/case-store.md tells other systems what they may write.
-- AUTOMATIC_NUMBER and BYTES are spelt for each database by migrations.cpp; triggers are in the
-- .sqlite.sql and .postgresql.sql files beside this one.

CREATE TABLE migrations (
    number     INTEGER PRIMARY KEY,
    name       TEXT NOT NULL,
    applied_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- ---- written by us and by other systems ----

CREATE TABLE cases (
    reference       TEXT NOT NULL PRIMARY KEY CHECK (reference <> ''),
    procedure       TEXT NOT NULL,
    service_area    TEXT DEFAULT '',
    summary         TEXT DEFAULT '',
    desired_outcome TEXT DEFAULT '',
    logged_on       TEXT,
    baseline_on     TEXT,
    recorded_at     BIGINT,
    next_look_at    BIGINT
);
CREATE INDEX cases_next_look ON cases (next_look_at, reference);
CREATE INDEX cases_not_adopted ON cases (reference) WHERE logged_on IS NULL;

CREATE TABLE parties (
    number               AUTOMATIC_NUMBER,
    case_reference       TEXT NOT NULL REFERENCES cases (reference),
    role                 TEXT NOT NULL,
    kind                 TEXT DEFAULT '',
    title                TEXT DEFAULT '',
    first_name           TEXT DEFAULT '',
    last_name            TEXT DEFAULT '',
    name                 TEXT DEFAULT '',
    salutation           TEXT DEFAULT '',
    address              TEXT DEFAULT '',
    postcode             TEXT DEFAULT '',
    email                TEXT DEFAULT '',
    phone                TEXT DEFAULT '',
    channel              TEXT DEFAULT '',
    format               TEXT DEFAULT 'standard',
    language             TEXT DEFAULT 'en',
    consent_given        INTEGER DEFAULT 0 CHECK (consent_given IN (0, 1)),
    consent_on           TEXT,
    consent_scope        TEXT DEFAULT '',
    represents           TEXT DEFAULT '',
    address_confidential INTEGER DEFAULT 0 CHECK (address_confidential IN (0, 1)),
    safe_contact         TEXT DEFAULT '',
    complained_about     INTEGER DEFAULT 0 CHECK (complained_about IN (0, 1))
);
CREATE INDEX parties_case ON parties (case_reference, number);

CREATE TABLE events (
    number         AUTOMATIC_NUMBER,
    case_reference TEXT NOT NULL REFERENCES cases (reference),
    id             TEXT CHECK (id <> ''),
    name           TEXT NOT NULL,
    happened_on    TEXT NOT NULL,
    details        TEXT,
    recorded_on    TEXT,
    recorded_at    BIGINT,
    source         TEXT,
    author         TEXT,
    UNIQUE (case_reference, id)
);
CREATE INDEX events_case ON events (case_reference, number);
CREATE INDEX events_not_adopted ON events (case_reference)
    WHERE id IS NULL OR recorded_on IS NULL;

-- ---- ours alone ----

-- One row a change of the three tables above, written by triggers; ids follow the order of commits.
CREATE TABLE change_feed (
    id             AUTOMATIC_NUMBER,
    case_reference TEXT NOT NULL,
    table_name     TEXT NOT NULL,
    at             BIGINT NOT NULL
);

-- Named numbers: the daemon's marks, and leaf_count and archived_count of the towards-the-archive
-- table.
CREATE TABLE marks (
    name  TEXT PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO marks (name, value) VALUES ('leaf_count', 0);
INSERT INTO marks (name, value) VALUES ('archived_count', 0);

CREATE TABLE case_keys (
    case_reference TEXT PRIMARY KEY,
    wrapped        BYTES NOT NULL
);

-- case_reference '' belongs to no case (a tracker), so there is no foreign key.
CREATE TABLE parcels (
    id              TEXT PRIMARY KEY,
    case_reference  TEXT NOT NULL,
    step            TEXT NOT NULL,
    catalogue       TEXT NOT NULL,
    occurrence      TEXT NOT NULL,
    letter          TEXT NOT NULL,
    recipient       TEXT NOT NULL,
    role            TEXT NOT NULL,
    channel         TEXT NOT NULL,
    state           TEXT NOT NULL,
    reason          TEXT NOT NULL,
    held_for_person INTEGER NOT NULL,
    release_at      BIGINT,
    retry_at        BIGINT,
    attempts        INTEGER NOT NULL,
    epoch           BIGINT NOT NULL,
    due             TEXT NOT NULL,
    content_type    TEXT NOT NULL,
    size            BIGINT NOT NULL,
    message_id      TEXT NOT NULL,
    envelope_to     TEXT NOT NULL,
    promised        TEXT NOT NULL,
    appends         TEXT NOT NULL,
    created_at      BIGINT NOT NULL,
    created_on      TEXT NOT NULL,
    accepted_at     BIGINT,
    accepted_on     TEXT,
    evidence        TEXT NOT NULL,
    tray_on         TEXT,
    salt            BYTES NOT NULL
);
-- One letter once. A superseded one makes room: it never left, and what replaces it may be due.
CREATE UNIQUE INDEX parcels_once ON parcels (case_reference, step, occurrence, recipient, channel)
    WHERE state <> 'superseded';
CREATE INDEX parcels_case ON parcels (case_reference);
CREATE INDEX parcels_retry ON parcels (state, retry_at);
CREATE INDEX parcels_release ON parcels (state, release_at);
CREATE INDEX parcels_created ON parcels (created_on);

CREATE TABLE attempts (
    number    AUTOMATIC_NUMBER,
    parcel_id TEXT NOT NULL REFERENCES parcels (id),
    at        BIGINT NOT NULL,
    outcome   TEXT NOT NULL
);
CREATE INDEX attempts_parcel ON attempts (parcel_id);

-- parcel_id '' is about no parcel, so that the same task is the same row.
CREATE TABLE tasks (
    number         AUTOMATIC_NUMBER,
    id             TEXT NOT NULL UNIQUE,
    case_reference TEXT NOT NULL,
    step           TEXT NOT NULL,
    catalogue      TEXT NOT NULL,
    occurrence     TEXT NOT NULL,
    parcel_id      TEXT NOT NULL,
    reason         TEXT NOT NULL,
    for_role       TEXT NOT NULL,
    due            TEXT NOT NULL,
    done           INTEGER NOT NULL,
    resolution     TEXT NOT NULL,
    created_on     TEXT NOT NULL,
    UNIQUE (case_reference, step, occurrence, parcel_id)
);
CREATE INDEX tasks_open ON tasks (due) WHERE done = 0;
CREATE INDEX tasks_parcel ON tasks (parcel_id);

CREATE TABLE promises (
    number         AUTOMATIC_NUMBER,
    case_reference TEXT NOT NULL,
    step           TEXT NOT NULL,
    parcel_id      TEXT NOT NULL UNIQUE,
    promised       TEXT NOT NULL
);
CREATE INDEX promises_case ON promises (case_reference);

-- What the archive folder is still to be extended with; `object` goes once the folder has it.
CREATE TABLE archive_leaves (
    sequence  BIGINT PRIMARY KEY,
    leaf      BYTES NOT NULL,
    object_id TEXT NOT NULL,
    object    BYTES
);
CREATE INDEX archive_leaves_with_object ON archive_leaves (sequence) WHERE object IS NOT NULL;
