-- The change feed, and what keeps a case's history whole, on PostgreSQL.

-- Whoever writes to the feed holds this lock to the end of the transaction, so that ids become
-- visible in their order and a reader that has seen 7 never misses a late 6.
CREATE FUNCTION postroom_note_change(reference TEXT, from_table TEXT) RETURNS void AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(7305711);
    INSERT INTO change_feed (case_reference, table_name, at)
    VALUES (reference, from_table, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint);
    PERFORM pg_notify('postroom_changes', '');
END;
$$ LANGUAGE plpgsql;

CREATE FUNCTION postroom_stamp_row() RETURNS trigger AS $$
BEGIN
    IF NEW.recorded_at IS NULL THEN
        NEW.recorded_at := (extract(epoch FROM clock_timestamp()) * 1000000)::bigint;
    END IF;
    RETURN NEW;
END;
$$ LANGUAGE plpgsql;

CREATE FUNCTION postroom_note_case() RETURNS trigger AS $$
BEGIN
    PERFORM postroom_note_change(NEW.reference, 'cases');
    RETURN NULL;
END;
$$ LANGUAGE plpgsql;

CREATE FUNCTION postroom_note_row() RETURNS trigger AS $$
BEGIN
    IF TG_OP <> 'DELETE' THEN
        PERFORM postroom_note_change(NEW.case_reference, TG_TABLE_NAME);
    END IF;
    IF TG_OP = 'DELETE' THEN
        PERFORM postroom_note_change(OLD.case_reference, TG_TABLE_NAME);
    ELSIF TG_OP = 'UPDATE' AND OLD.case_reference <> NEW.case_reference THEN
        PERFORM postroom_note_change(OLD.case_reference, TG_TABLE_NAME);
    END IF;
    RETURN NULL;
END;
$$ LANGUAGE plpgsql;

CREATE FUNCTION postroom_refuse() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0];
END;
$$ LANGUAGE plpgsql;

CREATE TRIGGER cases_stamped BEFORE INSERT ON cases
    FOR EACH ROW EXECUTE FUNCTION postroom_stamp_row();
CREATE TRIGGER cases_inserted AFTER INSERT ON cases
    FOR EACH ROW EXECUTE FUNCTION postroom_note_case();
-- Not on the columns we keep for ourselves: setting the next look is no reason to look.
CREATE TRIGGER cases_updated
    AFTER UPDATE OF procedure, service_area, summary, desired_outcome ON cases
    FOR EACH ROW EXECUTE FUNCTION postroom_note_case();
CREATE TRIGGER cases_keep_their_reference BEFORE UPDATE ON cases
    FOR EACH ROW WHEN (NEW.reference <> OLD.reference)
    EXECUTE FUNCTION postroom_refuse('a case keeps its reference');

CREATE TRIGGER parties_changed AFTER INSERT OR UPDATE OR DELETE ON parties
    FOR EACH ROW EXECUTE FUNCTION postroom_note_row();

CREATE TRIGGER events_stamped BEFORE INSERT ON events
    FOR EACH ROW EXECUTE FUNCTION postroom_stamp_row();
CREATE TRIGGER events_inserted AFTER INSERT ON events
    FOR EACH ROW EXECUTE FUNCTION postroom_note_row();
-- An event is never edited. What another system left empty is filled in once.
CREATE TRIGGER events_are_not_edited BEFORE UPDATE ON events
    FOR EACH ROW
    WHEN (NOT (NEW.number = OLD.number
               AND NEW.case_reference = OLD.case_reference
               AND NEW.name = OLD.name
               AND NEW.happened_on = OLD.happened_on
               AND NEW.details IS NOT DISTINCT FROM OLD.details
               AND NEW.author IS NOT DISTINCT FROM OLD.author
               AND NEW.source IS NOT DISTINCT FROM OLD.source
               AND (OLD.id IS NULL OR NEW.id IS NOT DISTINCT FROM OLD.id)
               AND (OLD.recorded_on IS NULL
                    OR NEW.recorded_on IS NOT DISTINCT FROM OLD.recorded_on)
               AND (OLD.recorded_at IS NULL
                    OR NEW.recorded_at IS NOT DISTINCT FROM OLD.recorded_at)))
    EXECUTE FUNCTION postroom_refuse(
        'events are append-only: append a "corrected" event instead');
CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
    FOR EACH ROW EXECUTE FUNCTION postroom_refuse(
        'events are append-only: append a "corrected" event instead');
CREATE TRIGGER events_are_not_emptied BEFORE TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION postroom_refuse(
        'events are append-only: append a "corrected" event instead');
