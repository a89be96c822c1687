"""Limits of the interface for other programs."""

from psoas.data import read_data


def api_limits() -> dict[str, int]:
    """The limits by name, each in the unit that ``limits.json`` gives with its source."""
    found = read_data("psoas.app.clinic_api", "limits.json")["limits"]
    return {name: row["value"] for name, row in found.items()}
