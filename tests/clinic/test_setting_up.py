"""A database becomes a clinic by one command, which can be run again; the server has few rights in it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from psoas.clinic.clinic import Clinic
from psoas.clinic.setting_up import CALLABLE, set_up
from psoas.errors import InputError, UsageError
from psoas.store import METADATA, backup, make_engine, parse_url
from psoas.store.store import Store
from tests.clinic.conftest import WORD, Founded, Members


def test_a_second_run_changes_nothing_and_keeps_the_password(
    clinic: Clinic, members: Members, founded: Founded
) -> None:
    again = set_up(founded.admin)
    assert (again.url, again.invitation) == (None, None)
    with Clinic.open(founded.url) as reopened:
        assert reopened.who(members.ben.secret) is not None
        assert reopened.store_of(members.ben.secret, members.dora.person, "test").profiles()
    with pytest.raises(UsageError, match="has an owner"):
        set_up(founded.admin, "eve@example.org")
    renewed = set_up(founded.admin, new_password=True)
    assert renewed.url is not None
    with pytest.raises(InputError, match="refuses this user and password"):
        Clinic.open(founded.url)
    Clinic.open(renewed.url).close()


def test_two_who_set_it_up_at_once_make_one_clinic(
    empty_admin_url: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin, _root = empty_admin_url
    monkeypatch.setenv("PSOAS_DATA", str(tmp_path))
    with ThreadPoolExecutor(3) as threads:
        made = list(threads.map(lambda _number: set_up(admin), range(3)))
    (url,) = [one.url for one in made if one.url is not None]
    Clinic.open(url).close()


def test_people_of_a_coach_become_people_of_the_clinic(empty_admin_url: tuple[str, str]) -> None:
    admin, root = empty_admin_url
    with Store.open(admin) as store:
        store.change_profile(store.profiles()[0].__class__(**{**vars(store.profiles()[0]), "name": "Ida"}))
    made = set_up(admin, "anna@example.org")
    assert made.url is not None
    assert made.invitation is not None
    with Clinic.open(made.url) as clinic:
        secret = clinic.redeem(made.invitation, WORD)
        assert clinic.who(secret) is not None
    with psycopg.connect(root) as connection:
        assert connection.execute("SELECT name FROM profiles").fetchall() == [("Ida",)]


def test_the_coach_and_its_backup_refuse_a_clinic(founded: Founded, tmp_path: Path) -> None:
    for url in (founded.admin, founded.root, founded.url):
        with pytest.raises(UsageError, match="is a clinic's; open it with `psoas serve`"):
            Store.open(url)
    with pytest.raises(UsageError, match="is a clinic's"):
        backup(founded.root, tmp_path / "all.zip")


def test_the_server_refuses_users_who_could_go_past_the_rules(founded: Founded) -> None:
    for url in (founded.admin, founded.root):
        with pytest.raises(UsageError, match="could go past the rules"):
            Clinic.open(url)


def test_the_server_refuses_what_is_no_clinic_of_this_version(
    founded: Founded, empty_admin_url: tuple[str, str], tmp_path: Path
) -> None:
    founded.as_root("ALTER TABLE sets NO FORCE ROW LEVEL SECURITY")
    with pytest.raises(InputError, match="of an older psoas; run `psoas serve setup"):
        Clinic.open(founded.url)
    set_up(founded.admin)
    Clinic.open(founded.url).close()
    with pytest.raises(UsageError, match="needs PostgreSQL"):
        Clinic.open(f"sqlite:///{tmp_path / 'a.db'}")
    with pytest.raises(UsageError, match="needs PostgreSQL"):
        set_up(f"sqlite:///{tmp_path / 'a.db'}")


def test_a_coach_s_database_is_no_clinic(clinic_server: object, empty_admin_url: tuple[str, str]) -> None:
    admin, _ = empty_admin_url
    Store.open(admin).close()
    with pytest.raises(InputError, match="is no clinic yet"):
        Clinic.open(admin)


def test_the_tables_of_people_stay_those_of_the_newest_schema(founded: Founded) -> None:
    with make_engine(parse_url(founded.root), migrates=True).connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": lambda name, kind, _: True})
        differences = [one for one in compare_metadata(context, METADATA) if "psoas_schema" not in str(one)]
    assert differences == []


def test_the_application_owns_nothing_and_calls_only_what_is_listed(founded: Founded) -> None:
    with psycopg.connect(founded.url) as connection:
        callable_now = connection.execute(
            "SELECT DISTINCT proname FROM pg_proc WHERE pronamespace = 'clinic'::regnamespace "
            "AND has_function_privilege(oid, 'EXECUTE')"
        ).fetchall()
        readable = connection.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'clinic'::regnamespace AND relkind IN ('r', 'S') "
            "AND (CASE relkind WHEN 'r' THEN has_any_column_privilege(oid, 'SELECT, INSERT, UPDATE, REFERENCES') "
            "OR has_table_privilege(oid, 'DELETE, TRUNCATE, TRIGGER') ELSE has_sequence_privilege(oid, 'USAGE') END)"
        ).fetchall()
    assert {name for (name,) in callable_now} == set(CALLABLE)
    assert readable == []


def test_the_administrator_is_no_member_of_the_keeper(founded: Founded) -> None:
    members = founded.as_root(
        "SELECT r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member WHERE r.rolname = 'admin'"
    )
    assert members == []
    assert founded.as_root(
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcanlogin FROM pg_roles WHERE rolname = current_database() "
        "|| '_keeper'"
    ) == [(False, False, False, False)]
