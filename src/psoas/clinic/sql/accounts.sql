-- One's own account, and the accounts of the clinic, which an owner manages.

-- Whoever has given the password, and has or sets up the second factor.
CREATE OR REPLACE FUNCTION clinic.own_account() RETURNS clinic.accounts
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me clinic.accounts := clinic.visitor();
BEGIN
    IF coalesce(clinic.state_of(me), 'half') = 'half' THEN
        PERFORM clinic.refuse('not_signed_in');
    END IF;
    RETURN me;
END $$;

-- The account that is wholly signed in, of this role; without one, of any.
CREATE OR REPLACE FUNCTION clinic.need(wanted text DEFAULT NULL) RETURNS clinic.accounts
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me clinic.accounts := clinic.asker();
BEGIN
    IF me.id IS NULL THEN
        PERFORM clinic.refuse('not_signed_in');
    ELSIF me.role <> wanted THEN
        PERFORM clinic.refuse('not_yours');
    END IF;
    RETURN me;
END $$;

CREATE OR REPLACE FUNCTION clinic.change_password(new_hash text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me clinic.accounts := clinic.own_account();
BEGIN
    UPDATE clinic.accounts a SET password_hash = new_hash, failures = 0, locked_until = NULL WHERE a.id = me.id;
    DELETE FROM clinic.sessions s WHERE s.account_id = me.id AND s.secret <> clinic.session_named();
    PERFORM clinic.record(me.id, NULL, 'account', 'password changed');
END $$;

-- Keep the secret of a second factor that is being set up; returns the one kept already, where there is one.
CREATE OR REPLACE FUNCTION clinic.propose_totp(new_secret text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me clinic.accounts := clinic.own_account();
BEGIN
    IF me.totp_secret IS NOT NULL THEN
        PERFORM clinic.refuse('has_second_factor');
    END IF;
    UPDATE clinic.accounts a SET totp_proposed = coalesce(a.totp_proposed, new_secret) WHERE a.id = me.id
    RETURNING a.totp_proposed INTO new_secret;
    RETURN new_secret;
END $$;

CREATE OR REPLACE FUNCTION clinic.confirm_totp(step bigint, codes bytea[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me clinic.accounts := clinic.own_account();
BEGIN
    IF me.totp_secret IS NOT NULL OR me.totp_proposed IS NULL THEN
        PERFORM clinic.refuse('has_second_factor');
    END IF;
    UPDATE clinic.accounts a SET totp_secret = a.totp_proposed, totp_proposed = NULL, totp_step = step,
        recovery = codes WHERE a.id = me.id;
    DELETE FROM clinic.sessions s WHERE s.account_id = me.id AND s.secret <> clinic.session_named();
    PERFORM clinic.record(me.id, NULL, 'account', 'second factor set up');
END $$;

-- An account of the clinic's people, or a client's for a person that the asker sees.
CREATE OR REPLACE FUNCTION clinic.invite(
    new_secret bytea, address text, called text, new_role text, person integer
) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me clinic.accounts := clinic.need();
BEGIN
    IF NOT (
        me.role = 'owner' AND new_role IN ('owner', 'clinician') AND person IS NULL
        OR me.role = 'clinician' AND new_role = 'client' AND clinic.sees(me, person)
    ) THEN
        PERFORM clinic.refuse('not_yours');
    ELSIF EXISTS (SELECT FROM clinic.accounts a WHERE a.email = lower(address)) THEN
        PERFORM clinic.refuse('address_used', 'PS400');
    ELSIF EXISTS (SELECT FROM clinic.accounts a WHERE a.profile_id = person) THEN
        PERFORM clinic.refuse('person_has_account', 'PS400');
    END IF;
    DELETE FROM clinic.invitations i WHERE i.email = lower(address) OR i.profile_id = person
        OR i.until < clock_timestamp();
    INSERT INTO clinic.invitations (secret, email, name, role, profile_id, invited_by, until)
    VALUES (new_secret, lower(address), called, new_role, person, me.id,
        clock_timestamp() + make_interval(secs => clinic.limit_of('invitation_s')));
    PERFORM clinic.record(me.id, person, 'invite', new_role);
END $$;

-- A link by which somebody who lost the password or the second factor begins anew.
CREATE OR REPLACE FUNCTION clinic.invite_again(new_secret bytea, of_account integer) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me clinic.accounts := clinic.need('owner');
BEGIN
    DELETE FROM clinic.invitations i WHERE i.account_id = of_account;
    INSERT INTO clinic.invitations (secret, email, name, role, profile_id, account_id, invited_by, until)
    SELECT new_secret, a.email, a.name, a.role, a.profile_id, a.id, me.id,
        clock_timestamp() + make_interval(secs => clinic.limit_of('invitation_s'))
    FROM clinic.accounts a WHERE a.id = of_account AND a.ended_at IS NULL;
    IF NOT FOUND THEN
        PERFORM clinic.refuse('no_account', 'PS400');
    END IF;
    PERFORM clinic.record(me.id, NULL, 'account', format('new link for account %s', of_account));
END $$;

CREATE OR REPLACE FUNCTION clinic.invitation(given bytea) RETURNS TABLE (email text, name text, role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT i.email, i.name, i.role FROM clinic.invitations i
    WHERE i.secret = given AND i.until > clock_timestamp()
$$;

-- Use an invitation up: it makes the account, or gives an earlier one a new password. Returns the account.
CREATE OR REPLACE FUNCTION clinic.redeem(given bytea, new_hash text) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    used clinic.invitations;
    made integer;
BEGIN
    DELETE FROM clinic.invitations i WHERE i.secret = given AND i.until > clock_timestamp() RETURNING * INTO used;
    IF used.secret IS NULL THEN
        PERFORM clinic.refuse('no_invitation');
    ELSIF used.account_id IS NOT NULL THEN
        UPDATE clinic.accounts a SET password_hash = new_hash, totp_secret = NULL, totp_proposed = NULL,
            recovery = '{}', failures = 0, locked_until = NULL
        WHERE a.id = used.account_id AND a.ended_at IS NULL RETURNING a.id INTO made;
        PERFORM clinic.sign_out_everywhere(used.account_id);
    ELSE
        INSERT INTO clinic.accounts (email, name, role, profile_id, password_hash)
        VALUES (used.email, used.name, used.role, used.profile_id, new_hash) RETURNING id INTO made;
    END IF;
    IF made IS NULL THEN
        PERFORM clinic.refuse('no_invitation');
    END IF;
    PERFORM clinic.record(made, used.profile_id, 'account', 'invitation used');
    RETURN made;
END $$;

CREATE OR REPLACE FUNCTION clinic.all_accounts() RETURNS TABLE (
    id integer, email text, name text, role text, profile_id integer, second_factor boolean, locked boolean,
    ended boolean, seen_at timestamptz
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM clinic.need('owner');
    RETURN QUERY SELECT a.id, a.email, a.name, a.role, a.profile_id, a.totp_secret IS NOT NULL,
        coalesce(a.locked_until > clock_timestamp(), false), a.ended_at IS NOT NULL,
        (SELECT max(s.seen_at) FROM clinic.sessions s WHERE s.account_id = a.id)
    FROM clinic.accounts a ORDER BY a.id;
END $$;

-- An account for a change that no other change of accounts comes between: the owners are held, too.
CREATE OR REPLACE FUNCTION clinic.held_account(of_account integer) RETURNS clinic.accounts
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    one clinic.accounts;
BEGIN
    PERFORM 1 FROM clinic.accounts a WHERE a.role = 'owner' ORDER BY a.id FOR UPDATE;
    SELECT * INTO one FROM clinic.accounts a WHERE a.id = of_account AND a.ended_at IS NULL FOR UPDATE;
    IF one.id IS NULL THEN
        PERFORM clinic.refuse('no_account', 'PS400');
    END IF;
    RETURN one;
END $$;

-- Refuse to take the role of an owner from the last one. Volatile, so that it sees what was changed before the lock.
CREATE OR REPLACE FUNCTION clinic.keep_an_owner(one clinic.accounts) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF one.role = 'owner' AND NOT EXISTS (
        SELECT FROM clinic.accounts a WHERE a.role = 'owner' AND a.ended_at IS NULL AND a.id <> one.id
    ) THEN
        PERFORM clinic.refuse('last_owner', 'PS400');
    END IF;
END $$;

-- Sign an account out everywhere: its sessions and its tokens end.
CREATE OR REPLACE FUNCTION clinic.sign_out_everywhere(of_account integer) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    DELETE FROM clinic.sessions s WHERE s.account_id = of_account;
    UPDATE clinic.tokens t SET ended_at = clock_timestamp() WHERE t.account_id = of_account AND t.ended_at IS NULL;
END $$;

-- End all that an account has by its role: sessions, tokens, sight of clients, links that it made for others.
CREATE OR REPLACE FUNCTION clinic.end_rights(of_account integer) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM clinic.sign_out_everywhere(of_account);
    DELETE FROM clinic.care c WHERE c.account_id = of_account;
    DELETE FROM clinic.invitations i WHERE i.invited_by = of_account;
END $$;

-- End somebody's access: their sessions, tokens and links, also those that they made for others, stop at once, and a
-- clinician sees nobody any more.
CREATE OR REPLACE FUNCTION clinic.end_account(of_account integer) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me clinic.accounts := clinic.need('owner');
    one clinic.accounts := clinic.held_account(of_account);
BEGIN
    PERFORM clinic.keep_an_owner(one);
    UPDATE clinic.accounts a SET ended_at = clock_timestamp() WHERE a.id = one.id;
    DELETE FROM clinic.invitations i WHERE i.account_id = one.id;
    PERFORM clinic.end_rights(one.id);
    PERFORM clinic.record(me.id, NULL, 'account', format('account %s ended', one.id));
END $$;

-- Another name for an account; another role only between owner and clinician, since a client is a person. What the
-- account was given in the role of before ends: sessions, tokens, sight of clients, links that it made for others.
CREATE OR REPLACE FUNCTION clinic.change_account(of_account integer, called text, new_role text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me clinic.accounts := clinic.need('owner');
    one clinic.accounts := clinic.held_account(of_account);
BEGIN
    IF one.role <> new_role THEN
        IF one.role = 'client' OR new_role NOT IN ('owner', 'clinician') THEN
            PERFORM clinic.refuse('no_such_role', 'PS400');
        END IF;
        PERFORM clinic.keep_an_owner(one);
    END IF;
    IF one.name <> called THEN
        UPDATE clinic.accounts a SET name = called WHERE a.id = one.id;
        PERFORM clinic.record(me.id, one.profile_id, 'account', format('account %s renamed', one.id));
    END IF;
    IF one.role <> new_role THEN
        UPDATE clinic.accounts a SET role = new_role WHERE a.id = one.id;
        UPDATE clinic.invitations i SET role = new_role WHERE i.account_id = one.id;
        PERFORM clinic.end_rights(one.id);
        PERFORM clinic.record(me.id, NULL, 'account', format('account %s becomes %s', one.id, new_role));
    END IF;
END $$;

CREATE OR REPLACE FUNCTION clinic.unlock(of_account integer) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    me clinic.accounts := clinic.need('owner');
BEGIN
    UPDATE clinic.accounts a SET failures = 0, locked_until = NULL WHERE a.id = of_account AND a.ended_at IS NULL;
    IF NOT FOUND THEN
        PERFORM clinic.refuse('no_account', 'PS400');
    END IF;
    PERFORM clinic.record(me.id, NULL, 'account', format('account %s unlocked', of_account));
END $$;
