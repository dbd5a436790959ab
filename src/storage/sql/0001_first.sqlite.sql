-- The change feed, and what keeps a case's history whole, on SQLite.
-- Instants are microseconds since 1970 in UTC; SQLite's clock has milliseconds.

CREATE TRIGGER cases_inserted AFTER INSERT ON cases
BEGIN
    UPDATE cases
       SET recorded_at = CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) * 1000
     WHERE reference = NEW.reference AND recorded_at IS NULL;
    INSERT INTO change_feed (case_reference, table_name, at)
    VALUES (NEW.reference, 'cases',
            CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) * 1000);
END;

-- Not on the columns we keep for ourselves: setting the next look is no reason to look.
CREATE TRIGGER cases_updated
AFTER UPDATE OF procedure, service_area, summary, desired_outcome ON cases
BEGIN
    INSERT INTO change_feed (case_reference, table_name, at)
    VALUES (NEW.reference, 'cases',
            CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) * 1000);
END;

CREATE TRIGGER cases_keep_their_reference BEFORE UPDATE OF reference ON cases
WHEN NEW.reference IS NOT OLD.reference
BEGIN
    SELECT RAISE(ABORT, 'a case keeps its reference');
END;

-- Foreign keys are off in programs that do not ask for them.
CREATE TRIGGER cases_with_history_stay BEFORE DELETE ON cases
WHEN EXISTS (SELECT 1 FROM events WHERE case_reference = OLD.reference)
BEGIN
    SELECT RAISE(ABORT, 'a case with events cannot be deleted');
END;

CREATE TRIGGER parties_inserted AFTER INSERT ON parties
BEGIN
    INSERT INTO change_feed (case_reference, table_name, at)
    VALUES (NEW.case_reference, 'parties',
            CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) * 1000);
END;

CREATE TRIGGER parties_updated AFTER UPDATE ON parties
BEGIN
    INSERT INTO change_feed (case_reference, table_name, at)
    VALUES (NEW.case_reference, 'parties',
            CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) * 1000);
    INSERT INTO change_feed (case_reference, table_name, at)
    SELECT OLD.case_reference, 'parties',
           CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) * 1000
     WHERE OLD.case_reference <> NEW.case_reference;
END;

CREATE TRIGGER parties_deleted AFTER DELETE ON parties
BEGIN
    INSERT INTO change_feed (case_reference, table_name, at)
    VALUES (OLD.case_reference, 'parties',
            CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) * 1000);
END;

CREATE TRIGGER events_inserted AFTER INSERT ON events
BEGIN
    UPDATE events
       SET recorded_at = CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) * 1000
     WHERE number = NEW.number AND recorded_at IS NULL;
    INSERT INTO change_feed (case_reference, table_name, at)
    VALUES (NEW.case_reference, 'events',
            CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) * 1000);
END;

-- An event is never edited. What another system left empty is filled in once.
CREATE TRIGGER events_are_not_edited BEFORE UPDATE ON events
WHEN NOT (NEW.number = OLD.number
          AND NEW.case_reference = OLD.case_reference
          AND NEW.name = OLD.name
          AND NEW.happened_on = OLD.happened_on
          AND NEW.details IS OLD.details
          AND NEW.author IS OLD.author
          AND NEW.source IS OLD.source
          AND (OLD.id IS NULL OR NEW.id IS OLD.id)
          AND (OLD.recorded_on IS NULL OR NEW.recorded_on IS OLD.recorded_on)
          AND (OLD.recorded_at IS NULL OR NEW.recorded_at IS OLD.recorded_at))
BEGIN
    SELECT RAISE(ABORT, 'events are append-only: append a "corrected" event instead');
END;

CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
BEGIN
    SELECT RAISE(ABORT, 'events are append-only: append a "corrected" event instead');
END;

-- INSERT OR REPLACE would delete the old row without asking the trigger above.
CREATE TRIGGER events_are_not_replaced BEFORE INSERT ON events
WHEN EXISTS (SELECT 1 FROM events WHERE number = NEW.number)
  OR EXISTS (SELECT 1 FROM events WHERE case_reference = NEW.case_reference AND id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'events are append-only: an event of that number or id is there already');
END;
