-- A question may be asked anew, and it may settle itself: then no person closed its task.

ALTER TABLE tasks ADD COLUMN asked_since TEXT NOT NULL DEFAULT '';
ALTER TABLE tasks ADD COLUMN by_itself INTEGER NOT NULL DEFAULT 0;
