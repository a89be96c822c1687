-- Tokens of programs. A token is no session: the functions here are the only ones that know it, and it changes nothing.

-- The token that the transaction named; null where it ended, is too old, or its account was ended.
CREATE OR REPLACE FUNCTION clinic.token_named() RETURNS clinic.tokens
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT t FROM clinic.tokens t JOIN clinic.accounts a ON a.id = t.account_id
    WHERE t.secret = clinic.session_named() AND t.ended_at IS NULL AND t.until > clock_timestamp()
        AND a.ended_at IS NULL AND a.role IN ('owner', 'clinician')
$$;

-- Whoever reads a person's data: an account that is signed in, or that of a token which may read people.
CREATE OR REPLACE FUNCTION clinic.reader() RETURNS clinic.accounts
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me clinic.accounts := clinic.asker();
    token clinic.tokens;
BEGIN
    IF me.id IS NULL THEN
        token := clinic.token_named();
        IF 'people' = ANY (token.scopes) THEN
            SELECT * INTO me FROM clinic.accounts a WHERE a.id = token.account_id;
        END IF;
    END IF;
    RETURN me;
END $$;

-- Use a token for one request: count it, and write it down. No row for an unknown token. Of requests over the rate one a
-- minute is written down, so that a program that asks on and on does not fill the trail. For the same reason a request
-- without words, of one that is written down already and reads nobody's data, is only counted.
CREATE OR REPLACE FUNCTION clinic.use_token(wanted text, about text)
RETURNS TABLE (id integer, account integer, name text, scopes text[], until timestamptz, state text, wait_s integer)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    token clinic.tokens;
    each_s double precision := 60.0 / clinic.limit_of('token_requests_min');
    moment timestamptz;
    filled double precision;
    answer text := 'open';
BEGIN
    PERFORM 1 FROM clinic.tokens t WHERE t.secret = clinic.session_named() FOR UPDATE;
    token := clinic.token_named();
    IF token.id IS NULL THEN
        RETURN;
    END IF;
    moment := clock_timestamp();
    filled := least(
        clinic.limit_of('token_requests_min'),
        token.requests_left + greatest(0, extract(epoch FROM moment - token.filled_at)) / each_s
    );
    IF filled < 1 THEN
        UPDATE clinic.tokens t SET limited_at = moment
        WHERE t.id = token.id AND (t.limited_at IS NULL OR t.limited_at < moment - interval '1 minute');
        IF FOUND THEN
            PERFORM clinic.record(token.account_id, NULL, 'refused', format('token %s: asks too often', token.name));
        END IF;
        RETURN QUERY SELECT token.id, token.account_id, token.name, token.scopes, token.until, 'limited',
            ceil((1 - filled) * each_s)::integer;
        RETURN;
    END IF;
    UPDATE clinic.tokens t SET requests_left = filled - 1, filled_at = moment, used_at = moment WHERE t.id = token.id;
    IF wanted IS NOT NULL AND wanted <> ALL (token.scopes) THEN
        answer := 'no_scope';
    END IF;
    IF about IS NOT NULL THEN
        PERFORM clinic.record(token.account_id, NULL, CASE answer WHEN 'open' THEN 'token' ELSE 'refused' END,
            format('token %s: %s', token.name, about));
    END IF;
    RETURN QUERY SELECT token.id, token.account_id, token.name, token.scopes, token.until, answer, 0;
END $$;

CREATE OR REPLACE FUNCTION clinic.make_token(new_secret bytea, called text, wanted text[], days integer) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me clinic.accounts := clinic.need();
    made integer;
BEGIN
    IF me.role = 'client' OR 'people' = ANY (wanted) AND me.role <> 'clinician' THEN
        PERFORM clinic.refuse('not_yours');
    ELSIF days NOT BETWEEN 1 AND clinic.limit_of('token_days') THEN
        PERFORM clinic.refuse('token_days', 'PS400');
    END IF;
    PERFORM 1 FROM clinic.accounts a WHERE a.id = me.id FOR UPDATE;
    IF (
        SELECT count(*) FROM clinic.tokens t
        WHERE t.account_id = me.id AND t.ended_at IS NULL AND t.until > clock_timestamp()
    ) >= clinic.limit_of('tokens') THEN
        PERFORM clinic.refuse('many_tokens', 'PS400');
    END IF;
    INSERT INTO clinic.tokens (secret, account_id, name, scopes, until, requests_left)
    VALUES (new_secret, me.id, called, wanted, clock_timestamp() + make_interval(days => days),
        clinic.limit_of('token_requests_min'))
    RETURNING tokens.id INTO made;
    PERFORM clinic.record(me.id, NULL, 'account', format('token %s made', called));
    RETURN made;
END $$;

-- End a token: one's own, or as an owner any.
CREATE OR REPLACE FUNCTION clinic.end_token(of_token integer) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me clinic.accounts := clinic.need();
    called text;
BEGIN
    UPDATE clinic.tokens t SET ended_at = clock_timestamp()
    WHERE t.id = of_token AND t.ended_at IS NULL AND (t.account_id = me.id OR me.role = 'owner')
    RETURNING t.name INTO called;
    IF called IS NULL THEN
        PERFORM clinic.refuse('no_token', 'PS400');
    END IF;
    PERFORM clinic.record(me.id, NULL, 'account', format('token %s ended', called));
END $$;

-- Tokens that are not ended: one's own, or as an owner all. Their secrets are kept nowhere.
CREATE OR REPLACE FUNCTION clinic.all_tokens() RETURNS TABLE (
    id integer, account text, name text, scopes text[], made_at timestamptz, until timestamptz, used_at timestamptz
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me clinic.accounts := clinic.need();
BEGIN
    IF me.role = 'client' THEN
        PERFORM clinic.refuse('not_yours');
    END IF;
    RETURN QUERY SELECT t.id, a.name, t.name, t.scopes, t.made_at, t.until, t.used_at
        FROM clinic.tokens t JOIN clinic.accounts a ON a.id = t.account_id
        WHERE t.ended_at IS NULL AND a.ended_at IS NULL AND t.until > clock_timestamp()
            AND (t.account_id = me.id OR me.role = 'owner')
        ORDER BY a.name, t.id;
END $$;

-- Names of the people whom the account of a token sees.
CREATE OR REPLACE FUNCTION clinic.token_people() RETURNS TABLE (id integer, name text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me clinic.accounts := clinic.reader();
    shown bigint;
BEGIN
    IF me.id IS NULL OR (clinic.token_named()).id IS NULL THEN
        PERFORM clinic.refuse('not_signed_in');
    END IF;
    RETURN QUERY SELECT p.id, p.name::text FROM public.profiles p WHERE clinic.sees(me, p.id) ORDER BY p.name, p.id;
    GET DIAGNOSTICS shown = ROW_COUNT;
    PERFORM clinic.record(me.id, NULL, 'read', 'names of people', shown);
END $$;

-- Write down that a program reads a person's data; a refusal is written down, too, and gives null.
CREATE OR REPLACE FUNCTION clinic.token_open_person(person integer, about text) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    token clinic.tokens := clinic.token_named();
    me clinic.accounts := clinic.reader();
    subject text := format('token %s: %s', token.name, about);
BEGIN
    IF token.id IS NULL THEN
        PERFORM clinic.refuse('not_signed_in');
    ELSIF me.id IS NULL OR NOT clinic.sees(me, person) THEN
        PERFORM clinic.record(token.account_id, person, 'refused', subject);
        RETURN NULL;
    END IF;
    RETURN clinic.record(me.id, person, 'read', subject);
END $$;
