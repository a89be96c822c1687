"""Thousands of recordings in one run: a manifest, a ledger, limits for each recording, and one dataset."""

from psoas.batch.manifest import BatchClip, Manifest, read_manifest

__all__ = ["BatchClip", "Manifest", "read_manifest"]
