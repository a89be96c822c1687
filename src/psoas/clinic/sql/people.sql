-- Whose data are open to whom. Every read and every change names an entry of the audit trail, or sees nothing.

CREATE OR REPLACE FUNCTION clinic.sees(me clinic.accounts, person integer) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN coalesce(
        me.role = 'client' AND me.profile_id = person
        OR me.role = 'clinician' AND EXISTS (
            SELECT FROM clinic.care c WHERE c.account_id = me.id AND c.profile_id = person
        ),
        false
    );
END $$;

-- Write down who reads or changes whose data, and why; a refusal is written down, too, and gives null.
CREATE OR REPLACE FUNCTION clinic.open_person(person integer, done text, about text) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me clinic.accounts := clinic.need();
BEGIN
    IF done NOT IN ('read', 'change') THEN
        PERFORM clinic.refuse('not_yours');
    ELSIF NOT clinic.sees(me, person) THEN
        PERFORM clinic.record(me.id, person, 'refused', about);
        RETURN NULL;
    END IF;
    PERFORM clinic.mark_seen();
    RETURN clinic.record(me.id, person, done, about);
END $$;

-- The entry that the transaction named, where it is new, of this very session, and its right still stands.
CREATE OR REPLACE FUNCTION clinic.opened_entry() RETURNS clinic.audit
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    given bigint := nullif(current_setting('psoas.entry', true), '')::bigint;
    me clinic.accounts;
    entry clinic.audit;
BEGIN
    IF given IS NULL THEN
        RETURN NULL;
    END IF;
    me := clinic.asker();
    SELECT e.* INTO entry FROM clinic.audit e
    WHERE e.id = given
        AND e.action IN ('read', 'change')
        AND e.account = me.id AND e.session = clinic.session_named()
        AND e.at_us > (extract(epoch FROM clock_timestamp()) - clinic.limit_of('entry_s')) * 1000000
        AND clinic.sees(me, e.person);
    RETURN entry;
END $$;

CREATE OR REPLACE FUNCTION clinic.readable_person() RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (clinic.opened_entry()).person;
END $$;

CREATE OR REPLACE FUNCTION clinic.changeable_person() RETURNS integer
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    entry clinic.audit := clinic.opened_entry();
BEGIN
    RETURN CASE WHEN entry.action = 'change' THEN entry.person END;
END $$;

-- Names only: of all people for an owner, who assigns them; of those that they see for others.
CREATE OR REPLACE FUNCTION clinic.people()
RETURNS TABLE (id integer, name text, account text, clinicians integer[])
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me clinic.accounts := clinic.need();
    shown bigint;
BEGIN
    RETURN QUERY SELECT p.id, p.name::text,
        (SELECT a.email FROM clinic.accounts a WHERE a.profile_id = p.id AND a.ended_at IS NULL),
        ARRAY(SELECT c.account_id FROM clinic.care c WHERE c.profile_id = p.id ORDER BY 1)
    FROM public.profiles p WHERE me.role = 'owner' OR clinic.sees(me, p.id) ORDER BY p.name, p.id;
    GET DIAGNOSTICS shown = ROW_COUNT;
    PERFORM clinic.record(me.id, me.profile_id, 'read', 'names of people', shown);
END $$;

-- The clinicians that see a person: for the person, and for those clinicians.
CREATE OR REPLACE FUNCTION clinic.carers(person integer) RETURNS TABLE (id integer, name text, since timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me clinic.accounts := clinic.asker();
BEGIN
    IF me.id IS NULL OR NOT clinic.sees(me, person) THEN
        PERFORM clinic.refuse('not_yours');
    END IF;
    RETURN QUERY SELECT a.id, a.name, c.since FROM clinic.care c JOIN clinic.accounts a ON a.id = c.account_id
        WHERE c.profile_id = person ORDER BY a.name, a.id;
END $$;

CREATE OR REPLACE FUNCTION clinic.give_care(of_account integer, person integer) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me clinic.accounts := clinic.need('owner');
BEGIN
    IF NOT EXISTS (SELECT FROM public.profiles p WHERE p.id = person) THEN
        PERFORM clinic.refuse('no_person', 'PS400');
    END IF;
    INSERT INTO clinic.care (account_id, profile_id)
    SELECT a.id, person FROM clinic.accounts a
    WHERE a.id = of_account AND a.role = 'clinician' AND a.ended_at IS NULL
    ON CONFLICT DO NOTHING;
    IF NOT EXISTS (SELECT FROM clinic.care c WHERE c.account_id = of_account AND c.profile_id = person) THEN
        PERFORM clinic.refuse('no_clinician', 'PS400');
    END IF;
    PERFORM clinic.record(me.id, person, 'care', format('account %s sees this person', of_account));
END $$;

-- An owner ends any clinician's sight of a person, a clinician their own, a person that of themselves.
CREATE OR REPLACE FUNCTION clinic.end_care(of_account integer, person integer) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me clinic.accounts := clinic.need();
BEGIN
    IF NOT (
        me.role = 'owner' OR me.role = 'clinician' AND me.id = of_account
        OR me.role = 'client' AND me.profile_id = person
    ) THEN
        PERFORM clinic.refuse('not_yours');
    END IF;
    DELETE FROM clinic.care c WHERE c.account_id = of_account AND c.profile_id = person;
    IF NOT FOUND THEN
        PERFORM clinic.refuse('no_care', 'PS400');
    END IF;
    PERFORM clinic.record(me.id, person, 'care', format('account %s no longer sees this person', of_account));
END $$;

-- A clinician adds a person and sees them from then on. The row is that of a new profile without its id.
CREATE OR REPLACE FUNCTION clinic.add_person(new_row jsonb) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me clinic.accounts := clinic.need('clinician');
    made integer := nextval('public.profiles_id_seq');
BEGIN
    PERFORM set_config('psoas.person', made::text, true);
    INSERT INTO public.profiles
    SELECT * FROM jsonb_populate_record(NULL::public.profiles, new_row || jsonb_build_object('id', made));
    INSERT INTO clinic.care (account_id, profile_id) VALUES (me.id, made);
    PERFORM clinic.record(me.id, made, 'care', format('account %s added this person', me.id));
    RETURN made;
END $$;

-- Delete a person on request, with all that is kept of them and their account. The trail keeps that it happened.
CREATE OR REPLACE FUNCTION clinic.remove_person(person integer) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me clinic.accounts := clinic.need('owner');
BEGIN
    PERFORM set_config('psoas.person', person::text, true);
    DELETE FROM public.profiles p WHERE p.id = person;
    IF NOT FOUND THEN
        PERFORM clinic.refuse('no_person', 'PS400');
    END IF;
    PERFORM clinic.record(me.id, person, 'remove', 'all that was kept of this person');
END $$;
