"""A new key for what a clinic's database holds in a locked form."""

from pathlib import Path

from sqlalchemy import URL, Connection

from psoas.clinic.keys import Keys, lock_secrets
from psoas.clinic.setting_up import ONE_AT_A_TIME, act_as_keeper, check_kind, leave_keeper
from psoas.errors import InputError
from psoas.store import CLINIC, has_schema, make_engine, parse_url, place_of, translated_errors
from psoas.words import _


def rotate_keys(url: str, folder: Path | None = None) -> int:
    """Lock the secrets of all authenticators with a new key, and forget the older keys.

    The new key is written first: where this is interrupted, both keys are there, and another run goes on.

    Args:
        url: of the user that set the clinic up.
        folder: of the server's data; None is `data_folder`.

    Returns:
        How many secrets were locked anew.

    Raises:
        InputError: the database fails or is no clinic, or the keys cannot be read or written.
    """
    parsed = parse_url(url)
    check_kind(parsed)
    place, keys = place_of(parsed), Keys(folder)
    with translated_errors(place), make_engine(parsed, migrates=True).connect() as connection:
        if not has_schema(connection, CLINIC):
            raise InputError(_("The database {place} is no clinic; give the URL of one.", place=place))
        # held until the older keys are forgotten: of two rotations at once, one would forget the other's key
        connection.execute(ONE_AT_A_TIME)
        connection.commit()
        keys.make()
        keys.add()
        changed = _locked_again(connection, parsed, keys)
        # a second factor that was being set up meanwhile may still have been locked with the older key
        _locked_again(connection, parsed, keys)
        keys.keep_newest()
    return changed


def _locked_again(connection: Connection, parsed: URL, keys: Keys) -> int:
    with connection.begin():
        act_as_keeper(connection, parsed)
        changed = lock_secrets(connection, keys, again=True)
        leave_keeper(connection, parsed)
    return changed
