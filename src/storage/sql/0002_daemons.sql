-- Several daemons on one database: who leads, and whose claim a parcel is.

CREATE TABLE leadership (
    one        INTEGER PRIMARY KEY CHECK (one = 1),
    term       BIGINT NOT NULL,
    holder     TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
INSERT INTO leadership (one, term, holder, expires_at) VALUES (1, 0, '', 0);

-- A claim of a daemon that is gone is free again after this instant of the database's own clock.
ALTER TABLE parcels ADD COLUMN claimed_by TEXT NOT NULL DEFAULT '';
ALTER TABLE parcels ADD COLUMN claimed_until BIGINT;
CREATE INDEX archive_leaves_object ON archive_leaves (object_id) WHERE object_id <> '';
