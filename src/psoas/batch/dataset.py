"""The results of a batch as one Parquet dataset: a file for each table, and a data dictionary.

The same results give the same bytes, whatever the number of workers: rows are in the order of the recordings' names,
and nothing in them depends on the run.
"""

import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from psoas.batch.clip_job import log_path, read_result, result_path
from psoas.batch.ledger import WITH_RESULT, LedgerRow
from psoas.batch.manifest import BatchClip, Manifest
from psoas.batch.postgres_ledger import open_ledger
from psoas.batch.settings import BatchSettings, batch_versions
from psoas.data import read_data
from psoas.export import earlier_result, write_folder

if TYPE_CHECKING:
    from psoas.batch.tables import DatasetTable, Row, Rows

DATASET: Final = "dataset"
DICTIONARY: Final = "dictionary.json"
ROWS_AT_ONCE: Final = 50_000
"""Rows of a row group: all that is in memory of a table while it is written."""


def write_dataset(manifest: Manifest, settings: BatchSettings, out: Path) -> Path:
    """Write the dataset of all recordings of a manifest that the ledger knows, in one step; returns its folder.

    Raises:
        UsageError: the folder holds something else, cannot be written, or is in use.
    """
    target = out.absolute() / DATASET
    write_folder(target, lambda beside: _fill(manifest, settings, out, beside), what="dataset", ours=_earlier)
    return target


def _earlier(folder: Path) -> Collection[str] | None:
    content = earlier_result(folder / DICTIONARY, read_data("psoas.batch", "columns.json")["schema"])
    return None if content is None else [DICTIONARY, *(f"{name}.parquet" for name in content["tables"])]


def _fill(manifest: Manifest, settings: BatchSettings, out: Path, folder: Path) -> None:
    from psoas.batch.tables import dataset_tables, dictionary_json

    tables = {
        name: table
        for name, table in dataset_tables().items()
        if (name != "loads" or settings.loads) and (name != "series" or settings.series)
    }
    writers = {name: _TableWriter(folder / f"{name}.parquet", table) for name, table in tables.items()}
    with open_ledger(out, settings.ledger) as ledger:
        for clip, row in ledger.rows(manifest.clips):
            if row is None:
                continue
            for name, rows in _labelled(clip, settings, row, out).items():
                if name in writers:
                    writers[name].add(rows)
    for writer in writers.values():
        writer.close()
    content = dictionary_json()
    content["tables"] = {name: content["tables"][name] for name in tables}
    words = json.dumps(content, ensure_ascii=False, indent=1)
    (folder / DICTIONARY).write_text(f"{words}\n", encoding="utf-8")


def _labelled(clip: BatchClip, settings: BatchSettings, row: LedgerRow, out: Path) -> "Rows":
    """The rows of one recording with its labels and versions."""
    versions = batch_versions(settings.lite)
    labels = {
        "clip": clip.name,
        "person": clip.person,
        "session": clip.session,
        "task": clip.task,
        "run": clip.run,
        "program": versions.program,
        "weights": versions.weights,
        "thresholds": versions.thresholds,
        "settings": row.settings_hash,
    }
    result = read_result(result_path(out, clip.name)) if row.state in WITH_RESULT else None
    found: Rows = dict(result["rows"]) if result is not None else {}
    measured = found.get("files") or [{}]
    file = {
        **measured[0],
        "state": row.state,
        "reason": row.reason,
        "file_hash": row.file_hash,
        "log": log_path(Path(), clip.name).as_posix(),
        "height_m": clip.height_m,
        "mass_kg": clip.mass_kg,
    }
    found["files"] = [file]
    return {name: [{**one, **labels} for one in rows] for name, rows in found.items()}


class _TableWriter:
    """One table of the dataset on its way to its file; settings that are the same every time."""

    def __init__(self, path: Path, table: "DatasetTable") -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        types = {"text": pa.string(), "number": pa.float64(), "count": pa.int64(), "flag": pa.bool_()}
        self._schema = pa.schema([pa.field(one.name, types[one.kind]) for one in table.columns])
        self._writer: Any = pq.ParquetWriter(path, self._schema, version="2.6", compression="zstd")
        self._rows: list[Row] = []

    def add(self, rows: "list[Row]") -> None:
        """Add rows; a full group goes to the file."""
        self._rows += rows
        while len(self._rows) >= ROWS_AT_ONCE:
            self._write(self._rows[:ROWS_AT_ONCE])
            del self._rows[:ROWS_AT_ONCE]

    def close(self) -> None:
        """Write what is left and the end of the file."""
        if self._rows:
            self._write(self._rows)
        self._writer.close()

    def _write(self, rows: "list[Row]") -> None:
        import pyarrow as pa

        self._writer.write_table(pa.Table.from_pylist(rows, schema=self._schema), row_group_size=ROWS_AT_ONCE)


def dictionary_lines() -> Iterator[str]:
    """The data dictionary as tables of a Markdown page."""
    from psoas.batch.tables import dataset_tables

    for table in dataset_tables().values():
        yield f"### {table.name}"
        yield f"\nThe table has {table.says}.\n" if table.says.startswith("one row") else f"\n{table.says}.\n"
        yield "| column | type | unit | meaning |"
        yield "|---|---|---|---|"
        for one in table.columns:
            yield f"| `{one.name}` | {one.kind} | {one.unit} | {one.says} |"
        yield ""
