"""Row-level security of the tables of people, derived from the tables themselves: a new table has its rule at once."""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Table

from psoas.store import METADATA, PROFILES, VERSION_TABLE

OWNER_COLUMNS: Final = (PROFILES.name, "id"), ("", "profile_id")
"""Columns that name the person: of the people's own table, and of every other that has it."""

POLICIES: Final = "reads", "inserts", "updates", "deletes"
"""Policies of a table for the server's role; reading asks for the right to read alone, once a table."""

CHANGES: Final = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}
"""Statements that the trail records, and which of their rows it counts."""


def rule_of(table: Table, person: str) -> str:
    """The condition under which a row is of a person.

    Args:
        table: of `psoas.store.METADATA`.
        person: an SQL expression, the id of the person.

    Raises:
        TypeError: the table has no way to a person, so that nobody could see it.
    """
    for name, column in OWNER_COLUMNS:
        if name in ("", table.name) and column in table.columns:
            return f"{column} = (SELECT {person})"
    for key in table.foreign_keys:
        parent = key.column.table
        inner = rule_of(parent, person)
        return f"{key.parent.name} IN (SELECT {key.column.name} FROM public.{parent.name} WHERE {inner})"
    raise TypeError(f"the table {table.name} has no column that leads to a person; the clinic needs one")


def statements(application: str, keeper: str) -> Iterator[str]:
    """Give the statements that set up the rights on the tables of people; each can be run again.

    Args:
        application: quoted role that the server runs as.
        keeper: quoted role that owns the functions of the clinic.
    """
    yield f"GRANT SELECT ON public.{VERSION_TABLE} TO {application}"
    for table in METADATA.sorted_tables:
        name = f"public.{table.name}"
        yield f"REVOKE ALL ON {name} FROM {application}, PUBLIC"
        # people come and go by functions of the clinic only
        rights = "SELECT, UPDATE" if table is PROFILES else "SELECT, INSERT, UPDATE, DELETE"
        yield f"GRANT {rights} ON {name} TO {application}"
        number = table.autoincrement_column
        if number is not None and not number.foreign_keys:
            yield f"GRANT USAGE ON SEQUENCE public.{table.name}_{number.name}_seq TO {application}"
        yield f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY"
        yield f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY"
        for policy in ("changes", *POLICIES, "keeps"):
            yield f"DROP POLICY IF EXISTS psoas_{policy} ON {name}"
        readable, changeable = (
            rule_of(table, f"clinic.{verb}_person()") for verb in ("readable", "changeable")
        )
        yield f"CREATE POLICY psoas_reads ON {name} FOR SELECT TO {application} USING ({readable})"
        for verb in ("insert", "update", "delete"):
            using, check = f"USING ({changeable})", f"WITH CHECK ({changeable})"
            rule = {"insert": check, "update": f"{using} {check}", "delete": using}[verb]
            yield f"CREATE POLICY psoas_{verb}s ON {name} FOR {verb.upper()} TO {application} {rule}"
        yield f"CREATE POLICY psoas_keeps ON {name} TO {keeper} USING (true) WITH CHECK (true)"
        for verb, rows in CHANGES.items():
            yield (
                f"CREATE OR REPLACE TRIGGER psoas_{verb.lower()} AFTER {verb} ON {name} "
                f"REFERENCING {rows} TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION clinic.audit_change()"
            )
    yield f"GRANT SELECT, INSERT, DELETE, REFERENCES ON public.{PROFILES.name} TO {keeper}"
    yield f"GRANT USAGE ON SEQUENCE public.{PROFILES.name}_id_seq TO {keeper}"


def unforced_statements() -> Iterator[str]:
    """Give the statements by which the owner of the tables sees all rows again, for a migration that rewrites them."""
    for table in METADATA.sorted_tables:
        yield f"ALTER TABLE IF EXISTS public.{table.name} NO FORCE ROW LEVEL SECURITY"
