"""Readers of device files, one module a format."""

from psoas.day.readers.table import READERS

__all__ = ["READERS"]
