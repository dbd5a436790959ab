-- History is deleted by erasing a case as a whole, and in no other way.

DROP TRIGGER events_are_not_deleted;
CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE case_reference = OLD.case_reference)
BEGIN
    SELECT RAISE(ABORT, 'events are append-only: append a "corrected" event instead');
END;
