-- Signing in. The application compares passwords and codes; attempts are counted here, before they are compared.

-- SQLSTATE PS403 is a refusal, PS400 a wrong value; the message is a key of the application's sentences.
CREATE OR REPLACE FUNCTION clinic.refuse(why text, code text DEFAULT 'PS403') RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = code, MESSAGE = why;
END $$;

-- The account of the session that the transaction named, in any of its states; null where it ended.
CREATE OR REPLACE FUNCTION clinic.visitor() RETURNS clinic.accounts
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found clinic.accounts;
    given bytea := clinic.session_named();
BEGIN
    SELECT a.* INTO found FROM clinic.sessions s JOIN clinic.accounts a ON a.id = s.account_id
    WHERE s.secret = given AND a.ended_at IS NULL
        AND s.begun_at > clock_timestamp() - make_interval(secs => clinic.limit_of('longest_s'))
        AND s.seen_at > clock_timestamp() - make_interval(secs => clinic.limit_of('idle_s'))
        AND (s.complete OR s.begun_at > clock_timestamp() - make_interval(secs => clinic.limit_of('half_s')));
    RETURN found;
END $$;

-- half: the second factor is missing; set_up: it has to be set up; signed_in: all of it.
CREATE OR REPLACE FUNCTION clinic.state_of(me clinic.accounts) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    given bytea := clinic.session_named();
BEGIN
    RETURN (
        SELECT CASE
            WHEN me.id IS NULL THEN NULL
            WHEN NOT s.complete THEN 'half'
            WHEN me.role <> 'client' AND me.totp_secret IS NULL THEN 'set_up'
            ELSE 'signed_in'
        END FROM clinic.sessions s WHERE s.secret = given
    );
END $$;

-- The account that is wholly signed in; null otherwise.
CREATE OR REPLACE FUNCTION clinic.asker() RETURNS clinic.accounts
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me clinic.accounts := clinic.visitor();
BEGIN
    IF clinic.state_of(me) = 'signed_in' THEN
        RETURN me;
    END IF;
    RETURN NULL;
END $$;

-- Write the time of this request down, where the one that is kept is old enough.
CREATE OR REPLACE FUNCTION clinic.mark_seen() RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    given bytea := clinic.session_named();
BEGIN
    UPDATE clinic.sessions s SET seen_at = clock_timestamp() WHERE s.secret = given
        AND s.seen_at < clock_timestamp() - make_interval(secs => clinic.limit_of('seen_every_s'));
END $$;

CREATE OR REPLACE FUNCTION clinic.who()
RETURNS TABLE (id integer, email text, name text, role text, profile_id integer, state text, second_factor boolean,
    recovery_codes integer)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me clinic.accounts := clinic.visitor();
BEGIN
    IF me.id IS NULL THEN
        RETURN;
    END IF;
    PERFORM clinic.mark_seen();
    RETURN QUERY SELECT me.id, me.email, me.name, me.role, me.profile_id, clinic.state_of(me),
        me.totp_secret IS NOT NULL, cardinality(me.recovery);
END $$;

-- Count an attempt in advance: many at once do not get past the limit. The hash is null while locked.
CREATE OR REPLACE FUNCTION clinic.begin_attempt(address text)
RETURNS TABLE (id integer, password_hash text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    found clinic.accounts;
BEGIN
    SELECT * INTO found FROM clinic.accounts a WHERE a.email = lower(address) AND a.ended_at IS NULL FOR UPDATE;
    IF found.id IS NULL THEN
        PERFORM clinic.record(NULL, NULL, 'sign in', 'unknown address');
    ELSIF clinic.count_attempt(found.id) THEN
        RETURN QUERY SELECT found.id, found.password_hash;
    ELSE
        PERFORM clinic.record(found.id, NULL, 'sign in', 'locked');
        RETURN QUERY SELECT found.id, NULL::text;
    END IF;
END $$;

CREATE OR REPLACE FUNCTION clinic.count_attempt(of_account integer) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    one clinic.accounts;
BEGIN
    SELECT * INTO one FROM clinic.accounts a WHERE a.id = of_account FOR UPDATE;
    IF one.locked_until > clock_timestamp() THEN
        RETURN false;
    END IF;
    IF one.failures + 1 >= clinic.limit_of('failures') THEN
        UPDATE clinic.accounts SET failures = 0,
            locked_until = clock_timestamp() + make_interval(secs => clinic.limit_of('lock_s'))
        WHERE id = of_account;
    ELSE
        UPDATE clinic.accounts SET failures = one.failures + 1, locked_until = NULL WHERE id = of_account;
    END IF;
    RETURN true;
END $$;

CREATE OR REPLACE FUNCTION clinic.fail_attempt(of_account integer, about text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT clinic.record(of_account, NULL, 'sign in', about)
$$;

-- The password was right: its attempt no longer counts; where there is no second factor, none of before does.
CREATE OR REPLACE FUNCTION clinic.begin_session(of_account integer, new_secret bytea) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    one clinic.accounts;
BEGIN
    SELECT * INTO one FROM clinic.accounts a WHERE a.id = of_account AND a.ended_at IS NULL FOR UPDATE;
    IF one.id IS NULL THEN
        PERFORM clinic.refuse('no_account');
    END IF;
    UPDATE clinic.accounts a SET locked_until = NULL,
        failures = CASE WHEN one.totp_secret IS NULL THEN 0
            WHEN one.locked_until IS NOT NULL THEN clinic.limit_of('failures') - 1
            ELSE greatest(one.failures - 1, 0) END
    WHERE a.id = of_account;
    DELETE FROM clinic.sessions s WHERE s.account_id = of_account
        AND s.begun_at < clock_timestamp() - make_interval(secs => clinic.limit_of('longest_s'));
    INSERT INTO clinic.sessions (secret, account_id, complete)
    VALUES (new_secret, of_account, one.totp_secret IS NULL);
    PERFORM clinic.record(of_account, NULL, 'sign in',
        CASE WHEN one.totp_secret IS NULL THEN 'signed in' ELSE 'password right' END);
END $$;

-- Whoever has given the password, and not yet the second factor.
CREATE OR REPLACE FUNCTION clinic.half_account() RETURNS clinic.accounts
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me clinic.accounts := clinic.visitor();
BEGIN
    IF clinic.state_of(me) IS DISTINCT FROM 'half' THEN
        PERFORM clinic.refuse('not_half');
    END IF;
    RETURN me;
END $$;

-- Count an attempt at the second factor; the secret is null while locked.
CREATE OR REPLACE FUNCTION clinic.begin_code() RETURNS TABLE (totp_secret text, totp_step bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me clinic.accounts := clinic.half_account();
BEGIN
    IF NOT clinic.count_attempt(me.id) THEN
        PERFORM clinic.record(me.id, NULL, 'sign in', 'locked');
        RETURN QUERY SELECT NULL::text, 0::bigint;
    ELSE
        RETURN QUERY SELECT me.totp_secret, me.totp_step;
    END IF;
END $$;

-- The second factor was right, by a code of a time step that was not used before or by a recovery code.
CREATE OR REPLACE FUNCTION clinic.pass_code(step bigint, recovery_code bytea, new_secret bytea) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me clinic.accounts := clinic.half_account();
BEGIN
    SELECT * INTO me FROM clinic.accounts a WHERE a.id = me.id FOR UPDATE;
    IF recovery_code = ANY (me.recovery) THEN
        UPDATE clinic.accounts a SET recovery = array_remove(me.recovery, recovery_code) WHERE a.id = me.id;
    ELSIF step > me.totp_step THEN
        UPDATE clinic.accounts a SET totp_step = step WHERE a.id = me.id;
    ELSE
        PERFORM clinic.record(me.id, NULL, 'sign in', 'wrong code');
        RETURN false;
    END IF;
    UPDATE clinic.accounts a SET failures = 0, locked_until = NULL WHERE a.id = me.id;
    UPDATE clinic.sessions s SET secret = new_secret, complete = true, begun_at = clock_timestamp(),
        seen_at = clock_timestamp() WHERE s.secret = clinic.session_named();
    PERFORM clinic.record(me.id, NULL, 'sign in',
        CASE WHEN recovery_code IS NULL THEN 'signed in' ELSE 'signed in by a recovery code' END);
    RETURN true;
END $$;

CREATE OR REPLACE FUNCTION clinic.end_session() RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me clinic.accounts := clinic.visitor();
BEGIN
    DELETE FROM clinic.sessions s WHERE s.secret = clinic.session_named();
    IF me.id IS NOT NULL THEN
        PERFORM clinic.record(me.id, NULL, 'sign out', '');
    END IF;
END $$;
