-- Several cases' emails to one officer go as one email.

ALTER TABLE parcels ADD COLUMN in_email_of TEXT NOT NULL DEFAULT '';
CREATE INDEX parcels_in_one_email ON parcels (in_email_of) WHERE in_email_of <> '';
