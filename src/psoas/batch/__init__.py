"""Thousands of recordings in one run: a manifest, a ledger, limits for each recording, and one dataset."""

from psoas.batch.dataset import dictionary_lines, write_dataset
from psoas.batch.ledger import CANNOT_TELL, STATES, state_words
from psoas.batch.manifest import BatchClip, Manifest, read_manifest
from psoas.batch.run import BatchRun, batch_json, check_batch_folder, run_batch
from psoas.batch.settings import BatchSettings

__all__ = [
    "CANNOT_TELL",
    "STATES",
    "BatchClip",
    "BatchRun",
    "BatchSettings",
    "Manifest",
    "batch_json",
    "check_batch_folder",
    "dictionary_lines",
    "read_manifest",
    "run_batch",
    "state_words",
    "write_dataset",
]
