"""A new key for what a clinic's database holds in a locked form."""

from pathlib import Path

from psoas.clinic.keys import Keys, lock_secrets
from psoas.clinic.setting_up import act_as_keeper, check_kind, leave_keeper
from psoas.errors import InputError
from psoas.store import CLINIC, data_folder, has_schema, make_engine, parse_url, place_of, translated_errors
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
    place, keys = place_of(parsed), Keys(data_folder() if folder is None else folder)
    with translated_errors(place), make_engine(parsed, migrates=True).begin() as connection:
        if not has_schema(connection, CLINIC):
            raise InputError(_("The database {place} is no clinic; give the URL of one.", place=place))
        keys.make()
        keys.add()
        act_as_keeper(connection, parsed)
        changed = lock_secrets(connection, keys, again=True)
        leave_keeper(connection, parsed)
    keys.keep_newest()
    return changed
