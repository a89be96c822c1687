"""The clinic: accounts, rights and the audit trail, on PostgreSQL. The rules are the database's own."""

from psoas.clinic.address import plain_address
from psoas.clinic.attempts import Attempts, TooManyError
from psoas.clinic.audit import AuditHead, verify_trail
from psoas.clinic.clinic import Clinic
from psoas.clinic.limits import limits
from psoas.clinic.passwords import AT_ONCE, totp_address
from psoas.clinic.records import ROLES, AccountRecord, Asker, Carer, PersonName, Role, TrailEntry, role_words
from psoas.clinic.rotation import rotate_keys
from psoas.clinic.setting_up import SetUpClinic, hash_of, set_up
from psoas.clinic.tokens import SCOPES, ClinicTokens, ProgramToken, Scope, TokenRecord
from psoas.clinic.trail_words import account_words, action_words, subject_words
from psoas.clinic.words import SAYS, refused

__all__ = [
    "AT_ONCE",
    "ROLES",
    "SAYS",
    "SCOPES",
    "AccountRecord",
    "Asker",
    "Attempts",
    "AuditHead",
    "Carer",
    "Clinic",
    "ClinicTokens",
    "PersonName",
    "ProgramToken",
    "Role",
    "Scope",
    "SetUpClinic",
    "TokenRecord",
    "TooManyError",
    "TrailEntry",
    "account_words",
    "action_words",
    "hash_of",
    "limits",
    "plain_address",
    "refused",
    "role_words",
    "rotate_keys",
    "set_up",
    "subject_words",
    "totp_address",
    "verify_trail",
]
