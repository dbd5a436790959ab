-- History is deleted by erasing a case as a whole, and in no other way.

CREATE FUNCTION postroom_refuse_unless_erasing() RETURNS trigger AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM erasing WHERE case_reference = OLD.case_reference) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '%', TG_ARGV[0];
END;
$$ LANGUAGE plpgsql;

DROP TRIGGER events_are_not_deleted ON events;
CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
    FOR EACH ROW EXECUTE FUNCTION postroom_refuse_unless_erasing(
        'events are append-only: append a "corrected" event instead');
