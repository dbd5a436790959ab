-- Legal holds, and what an erasure leaves behind.

CREATE TABLE legal_holds (
    number         AUTOMATIC_NUMBER,
    case_reference TEXT NOT NULL,
    reason         TEXT NOT NULL,
    placed_at      BIGINT NOT NULL,
    lifted_at      BIGINT,
    lifted_because TEXT
);
CREATE INDEX legal_holds_case ON legal_holds (case_reference);

-- Cases whose rows may be deleted; filled and emptied within the transaction that erases one.
CREATE TABLE erasing (
    case_reference TEXT PRIMARY KEY
);

-- Certificates of erasure. They say nothing of the case: their text does, encrypted, in the archive.
CREATE TABLE certificates (
    id        TEXT PRIMARY KEY,
    because   TEXT NOT NULL,
    signed_at BIGINT NOT NULL,
    salt      BYTES NOT NULL
);
