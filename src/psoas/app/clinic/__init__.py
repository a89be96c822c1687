"""The web pages of a clinic: signing in, accounts, people, access, and the audit trail."""

from psoas.app.clinic.server import serve

__all__ = ["serve"]
