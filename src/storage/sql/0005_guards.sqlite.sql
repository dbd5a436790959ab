CREATE TRIGGER parcels_keep_their_ends BEFORE UPDATE OF state ON parcels
WHEN NEW.state <> OLD.state AND NOT CASE OLD.state
    WHEN 'committing' THEN NEW.state IN ('accepted', 'refused', 'retry_wait', 'uncertain')
    WHEN 'uncertain' THEN NEW.state IN ('accepted', 'retry_wait', 'superseded')
    WHEN 'accepted' THEN NEW.state IN ('delivered', 'bounced', 'retry_wait')
    WHEN 'delivered' THEN NEW.state = 'bounced'
    WHEN 'refused' THEN NEW.state = 'retry_wait'
    ELSE OLD.state NOT IN ('bounced', 'superseded', 'cancelled', 'expired')
END
BEGIN
    SELECT RAISE(ABORT, 'a parcel that has ended or may have been handed over cannot become what was asked');
END;
