-- The audit trail: entries, and the chain of their hashes.

-- What every request calls is plpgsql, whose plans a connection keeps; functions of SQL are planned at each call.

CREATE OR REPLACE FUNCTION clinic.limit_of(wanted text) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT value FROM clinic.limits WHERE name = wanted);
END $$;

-- The hash of the secret that the transaction named; null without one.
CREATE OR REPLACE FUNCTION clinic.session_named() RETURNS bytea
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN sha256(convert_to(nullif(current_setting('psoas.session', true), ''), 'UTF8'));
END $$;

CREATE OR REPLACE FUNCTION clinic.record(
    of_account integer, of_person integer, done text, about text, touched bigint DEFAULT 0
) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    made bigint;
BEGIN
    INSERT INTO clinic.audit (at_us, database_user, account, person, session, action, subject, row_count)
    VALUES (
        (extract(epoch FROM clock_timestamp()) * 1000000)::bigint,
        session_user, of_account, of_person, clinic.session_named(), done, about, touched
    ) RETURNING id INTO made;
    RETURN made;
END $$;

-- Text that a hash is made of: a JSON array of texts, which other programs can write in the same way.
CREATE OR REPLACE FUNCTION clinic.text_of(entry clinic.audit, place bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN jsonb_build_array(
        place::text, entry.id::text, entry.at_us::text, entry.database_user, entry.account::text,
        entry.person::text, encode(entry.session, 'hex'), entry.action, entry.subject, entry.row_count::text
    )::text;
END $$;

-- Runs at the commit, so that entries of other transactions wait for that moment only.
CREATE OR REPLACE FUNCTION clinic.link_entry() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    last clinic.audit_head;
    digest bytea;
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE EXCEPTION 'the audit trail is written in transactions of the level read committed';
    END IF;
    SELECT * INTO last FROM clinic.audit_head FOR UPDATE;
    digest := sha256(last.hash || convert_to(clinic.text_of(NEW, last.number + 1), 'UTF8'));
    UPDATE clinic.audit SET number = last.number + 1, hash = digest WHERE id = NEW.id;
    UPDATE clinic.audit_head SET number = last.number + 1, hash = digest;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION clinic.refuse_edit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.hash IS NULL THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the audit trail is only added to';
END $$;

-- One entry for each statement that changes rows of people, whoever runs it.
CREATE OR REPLACE FUNCTION clinic.audit_change() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    touched bigint;
    opened clinic.audit;
BEGIN
    SELECT count(*) INTO touched FROM changed;
    IF touched > 0 THEN
        SELECT * INTO opened FROM clinic.opened_entry();
        PERFORM clinic.record(
            coalesce(opened.account, (clinic.asker()).id),
            coalesce(opened.person, nullif(current_setting('psoas.person', true), '')::integer),
            lower(TG_OP), TG_TABLE_NAME, touched
        );
    END IF;
    RETURN NULL;
END $$;

-- The newest entries, newest first: all of them for an owner, those about themselves for a client. Names are those that
-- accounts have now, and null once an account was deleted; the entry keeps the number.
DROP FUNCTION IF EXISTS clinic.trail(bigint, integer);  -- one of before gives other columns
CREATE FUNCTION clinic.trail(before bigint, most integer)
RETURNS TABLE (
    number bigint, at_us bigint, account_id integer, account text, person integer, action text, subject text,
    subject_account text, row_count bigint
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me clinic.accounts := clinic.asker();
BEGIN
    IF me.role IS DISTINCT FROM 'owner' AND me.role IS DISTINCT FROM 'client' THEN
        PERFORM clinic.refuse('not_yours');
    END IF;
    RETURN QUERY
        SELECT e.number, e.at_us, e.account,
            CASE WHEN e.account IS NULL THEN e.database_user ELSE a.name END,
            e.person, e.action, e.subject, b.name, e.row_count
        FROM clinic.audit e
        LEFT JOIN clinic.accounts a ON a.id = e.account
        LEFT JOIN clinic.accounts b ON e.action IN ('account', 'care')
            AND b.id = substring(e.subject FROM '^(?:new link for )?account (\d{1,9})(?: |$)')::integer
        WHERE (before IS NULL OR e.number < before) AND (me.role = 'owner' OR e.person = me.profile_id)
        ORDER BY e.number DESC LIMIT most;
END $$;
