"""The clinic: signing in, accounts, people and who sees them. The database decides who may do what."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from psycopg.types.json import Jsonb

from psoas.clinic.address import checked_address, plain_address
from psoas.clinic.database import ClinicDatabase
from psoas.clinic.keys import Keys
from psoas.clinic.passwords import (
    check_password,
    hash_password,
    is_password,
    new_recovery_codes,
    new_totp_secret,
    plain_code,
    totp_step,
)
from psoas.clinic.records import AccountRecord, Asker, Carer, PersonName, Role, TrailEntry
from psoas.clinic.setting_up import hash_of, new_secret
from psoas.clinic.tokens import ClinicTokens
from psoas.clinic.words import refused
from psoas.errors import RefusedError, UsageError
from psoas.plan import Profile
from psoas.store import Store, clean_name, profile_row
from psoas.words import N_, _

WRONG = N_("The address or the password is wrong, or the account is locked for a while after wrong attempts.")
WRONG_CODE = N_("The code is wrong or was used, or the account is locked for a while after wrong attempts.")


class Clinic:
    """A clinic in its database. Methods are short transactions and can run in any thread.

    A ``secret`` is that of the session of whoever calls. Each method raises `RefusedError` where they have no right,
    `UsageError` for a wrong value and `InputError` where the database fails.
    """

    def __init__(self, database: ClinicDatabase, keys: Keys) -> None:
        self._database, self._keys = database, keys
        self.place = database.place

    @classmethod
    def open(cls, url: str, wait_s: float | None = None, folder: Path | None = None) -> Self:
        """Open a clinic that `set_up` has made.

        Args:
            url: of the role of the application.
            wait_s: longest wait of one statement [s]; None is ten seconds.
            folder: of the server's data, where the keys are; None is `data_folder`.
        """
        keys = Keys(folder)
        database = ClinicDatabase(url, wait_s)
        keys.make()
        return cls(database, keys)

    def close(self) -> None:
        """Close every connection."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def store_of(self, secret: str, person: int, subject: str) -> Store:
        """The store with one person's data, for one session; each use of it is written down.

        Args:
            person: id of the profile.
            subject: for what, in the words of the audit trail, such as a page's path.
        """
        return Store(self._database.of_person(secret, person, subject))

    @property
    def tokens(self) -> ClinicTokens:
        """The tokens of programs."""
        return ClinicTokens(self._database)

    def who(self, secret: str) -> Asker | None:
        """Who has this session; None where it has ended or never was."""
        rows = self._database.call(secret, "who")
        return Asker(**rows[0]) if rows else None

    def sign_in(self, email: str, password: str) -> str:
        """Begin a session; where the account has a second factor, it waits for that.

        Returns:
            The secret of the session.

        Raises:
            RefusedError: address or password are wrong, or the account is locked: the sentence does not say which.
        """
        return self._begin(self._check(plain_address(email), password))

    def give_code(self, secret: str, code: str) -> str:
        """Give the second factor: a code of the authenticator, or a recovery code.

        Returns:
            The new secret of the session, in place of the one before.

        Raises:
            RefusedError: the code is wrong or was used before, or the account is locked.
        """
        (known,) = self._database.call(secret, "begin_code")
        if known["totp_secret"] is None:
            raise RefusedError(_(WRONG_CODE))
        step = totp_step(self._keys.open(known["totp_secret"]), code)
        recovery = None if step is not None else hash_of(plain_code(code))
        renewed = new_secret()
        (passed,) = self._database.call(secret, "pass_code", step, recovery, hash_of(renewed))
        if not passed["pass_code"]:
            raise RefusedError(_(WRONG_CODE))
        return renewed

    def sign_out(self, secret: str) -> None:
        """End a session."""
        self._database.call(secret, "end_session")

    def change_password(self, secret: str, old: str, new: str) -> None:
        """Give one's account another password; its other sessions end.

        Raises:
            RefusedError: the old password is wrong.
            UsageError: the new one breaks a rule.
        """
        me = self.who(secret)
        if me is None or me.state == "half":
            raise refused("not_signed_in")
        check_password(new, email=me.email, name=me.name)
        self._check(me.email, old)
        self._database.call(secret, "change_password", hash_password(new))

    def propose_second_factor(self, secret: str) -> str:
        """The secret for an authenticator; the same one until it is confirmed."""
        (row,) = self._database.call(secret, "propose_totp", self._keys.lock(new_totp_secret()))
        return self._keys.open(row["propose_totp"])

    def confirm_second_factor(self, secret: str, code: str) -> list[str]:
        """Set the second factor up by a first code.

        Returns:
            The recovery codes, which are not kept and shown only now.
        """
        step = totp_step(self.propose_second_factor(secret), code)
        if step is None:
            raise UsageError(_("The code is wrong; check the clock of the phone and give the newest code."))
        codes = new_recovery_codes()
        self._database.call(secret, "confirm_totp", step, [hash_of(plain_code(one)) for one in codes])
        return codes

    def invite(self, secret: str, email: str, name: str, role: Role, person: int | None = None) -> str:
        """Invite somebody: an owner invites owners and clinicians, a clinician a person whom they see.

        Returns:
            The secret of the link, which works once.
        """
        invitation = new_secret()
        values = (checked_address(email), clean_name(name), role, person)
        self._database.call(secret, "invite", hash_of(invitation), *values)
        return invitation

    def invite_again(self, secret: str, account: int) -> str:
        """Make a link by which an account gets a new password and loses its second factor."""
        invitation = new_secret()
        self._database.call(secret, "invite_again", hash_of(invitation), account)
        return invitation

    def invitation(self, given: str) -> tuple[str, str, Role] | None:
        """Address, name and role of an invitation; None for an unknown, used or old one."""
        rows = self._database.call(None, "invitation", hash_of(given))
        return (rows[0]["email"], rows[0]["name"], rows[0]["role"]) if rows else None

    def redeem(self, given: str, password: str) -> str:
        """Use an invitation up, and begin a session of its account; its secret is returned."""
        known = self.invitation(given)
        if known is None:
            raise refused("no_invitation")
        check_password(password, email=known[0], name=known[1])
        (row,) = self._database.call(None, "redeem", hash_of(given), hash_password(password))
        return self._begin(row["redeem"])

    def accounts(self, secret: str) -> list[AccountRecord]:
        """All accounts, for an owner."""
        return [AccountRecord(**row) for row in self._database.call(secret, "all_accounts")]

    def end_account(self, secret: str, account: int) -> None:
        """End an account: its sessions, tokens and links stop at once, also the links that it made for others."""
        self._database.call(secret, "end_account", account)

    def change_account(self, secret: str, account: int, name: str, role: Role) -> None:
        """Give an account another name, and an owner or clinician the other role of those two.

        A clinician who becomes an owner sees nobody's data any more. Another role ends the sessions and tokens of the
        account, and the links that it made for others.
        """
        self._database.call(secret, "change_account", account, clean_name(name), role)

    def unlock(self, secret: str, account: int) -> None:
        """Let an account try again that was locked after wrong attempts."""
        self._database.call(secret, "unlock", account)

    def people(self, secret: str) -> list[PersonName]:
        """The names of the people whom the asker sees; of all for an owner, who sees nothing else of them."""
        rows = self._database.call(secret, "people")
        return [PersonName(**{**row, "clinicians": tuple(row["clinicians"])}) for row in rows]

    def carers(self, secret: str, person: int) -> list[Carer]:
        """The clinicians that see a person, for the person and for them."""
        return [Carer(**row) for row in self._database.call(secret, "carers", person)]

    def add_person(self, secret: str, name: str, height_m: float | None = None) -> int:
        """Add a person, whom the clinician sees from then on; returns the id."""
        new = Profile(0, name, datetime.now(UTC), height_m)
        row = {"created_at": new.created_at.isoformat(), **profile_row(new)}
        (made,) = self._database.call(secret, "add_person", Jsonb(row))
        return int(made["add_person"])

    def remove_person(self, secret: str, person: int) -> None:
        """Delete a person with all data and the account, on request; the audit trail keeps that it happened."""
        self._database.call(secret, "remove_person", person)

    def give_care(self, secret: str, account: int, person: int) -> None:
        """Let a clinician see a person."""
        self._database.call(secret, "give_care", account, person)

    def end_care(self, secret: str, account: int, person: int) -> None:
        """End that a clinician sees a person."""
        self._database.call(secret, "end_care", account, person)

    def trail(self, secret: str, before: int | None = None, most: int = 100) -> list[TrailEntry]:
        """Entries of the audit trail, newest first: all for an owner, those about themselves for a client."""
        return [TrailEntry(**row) for row in self._database.call(secret, "trail", before, most)]

    def _check(self, email: str, password: str) -> int:
        """The id of the account of an address and a password; the attempt is counted.

        Raises:
            RefusedError: one of them is wrong, or the account is locked.
        """
        rows = self._database.call(None, "begin_attempt", email)
        found = rows[0] if rows else None
        kept = None if found is None else found["password_hash"]
        if not is_password(password, kept) or found is None:
            if found is not None and kept is not None:
                self._database.call(None, "fail_attempt", found["id"], "wrong password")
            raise RefusedError(_(WRONG))
        return int(found["id"])

    def _begin(self, account: int) -> str:
        secret = new_secret()
        self._database.call(None, "begin_session", account, hash_of(secret))
        return secret
