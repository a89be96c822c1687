"""The command line."""

from psoas.cli.app import main

__all__ = ["main"]
