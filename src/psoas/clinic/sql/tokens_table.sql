-- Tokens of programs, which ask the interface in the name of an account. Run at every set-up: a clinic of an older psoas has none.

CREATE TABLE IF NOT EXISTS clinic.tokens (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    secret bytea NOT NULL UNIQUE,
    account_id integer NOT NULL REFERENCES clinic.accounts ON DELETE CASCADE,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    scopes text[] NOT NULL CHECK (
        cardinality(scopes) > 0 AND scopes <@ ARRAY['body', 'load', 'check', 'day', 'people']
    ),
    made_at timestamptz NOT NULL DEFAULT now(),
    until timestamptz NOT NULL,
    used_at timestamptz,
    ended_at timestamptz,
    requests_left double precision NOT NULL,
    filled_at timestamptz NOT NULL DEFAULT now(),
    limited_at timestamptz
);
CREATE INDEX IF NOT EXISTS tokens_of_account ON clinic.tokens (account_id);
