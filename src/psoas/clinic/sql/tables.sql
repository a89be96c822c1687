-- Tables of the clinic. The role of the application has no right on any of them: it calls functions.

CREATE TABLE clinic.limits (
    name text PRIMARY KEY,
    value bigint NOT NULL
);

CREATE TABLE clinic.accounts (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email text NOT NULL UNIQUE CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 254),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    role text NOT NULL CHECK (role IN ('owner', 'clinician', 'client')),
    profile_id integer UNIQUE REFERENCES public.profiles ON DELETE CASCADE,
    password_hash text NOT NULL,
    totp_secret text,
    totp_proposed text,
    totp_step bigint NOT NULL DEFAULT 0,
    recovery bytea[] NOT NULL DEFAULT '{}',
    failures integer NOT NULL DEFAULT 0,
    locked_until timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    CHECK ((role = 'client') = (profile_id IS NOT NULL))
);

-- A session is kept by the hash of its secret: whoever reads this table cannot sign in with it.
CREATE TABLE clinic.sessions (
    secret bytea PRIMARY KEY,
    account_id integer NOT NULL REFERENCES clinic.accounts ON DELETE CASCADE,
    begun_at timestamptz NOT NULL DEFAULT now(),
    seen_at timestamptz NOT NULL DEFAULT now(),
    complete boolean NOT NULL
);
CREATE INDEX ON clinic.sessions (account_id);

CREATE TABLE clinic.care (
    account_id integer NOT NULL REFERENCES clinic.accounts ON DELETE CASCADE,
    profile_id integer NOT NULL REFERENCES public.profiles ON DELETE CASCADE,
    since timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, profile_id)
);
CREATE INDEX ON clinic.care (profile_id);

-- With an account_id the link gives an account that exists a new password and takes its second factor away.
CREATE TABLE clinic.invitations (
    secret bytea PRIMARY KEY,
    email text NOT NULL,
    name text NOT NULL,
    role text NOT NULL CHECK (role IN ('owner', 'clinician', 'client')),
    profile_id integer REFERENCES public.profiles ON DELETE CASCADE,
    account_id integer REFERENCES clinic.accounts ON DELETE CASCADE,
    invited_by integer,
    until timestamptz NOT NULL,
    CHECK ((role = 'client') = (profile_id IS NOT NULL))
);

-- The audit trail. Number and hash are set once, when the transaction of the entry commits.
CREATE TABLE clinic.audit (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at_us bigint NOT NULL,
    database_user text NOT NULL,
    account integer,
    person integer,
    session bytea,
    action text NOT NULL,
    subject text NOT NULL,
    row_count bigint NOT NULL,
    number bigint UNIQUE,
    hash bytea
);
CREATE INDEX ON clinic.audit (person, id);

CREATE TABLE clinic.audit_head (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    number bigint NOT NULL,
    hash bytea NOT NULL
);
INSERT INTO clinic.audit_head (number, hash) VALUES (0, sha256(''));
