"""Limits of accounts, sessions and the audit trail."""

from psoas.data import read_data


def limits() -> dict[str, int]:
    """The limits by name, each in the unit that ``limits.json`` gives with its source."""
    return {name: row["value"] for name, row in read_data("psoas.clinic", "limits.json")["limits"].items()}
