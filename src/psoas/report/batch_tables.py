"""Reading the tables of a batch's dataset in bounded memory."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from psoas.timeseries import Array

ROWS_AT_ONCE: Final = 20_000
"""Rows of a table that are in memory at a time, but for one column of numbers."""


def table_rows(dataset: Path, table: str, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """The rows of some columns; `ROWS_AT_ONCE` of them are in memory at a time."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(dataset / f"{table}.parquet") as file:
        for batch in file.iter_batches(ROWS_AT_ONCE, columns=list(names)):
            yield from zip(*(batch.column(name).to_pylist() for name in names), strict=True)


def table_values(dataset: Path, table: str, name: str) -> Array:
    """One column of numbers; NaN where there is none."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(dataset / f"{table}.parquet") as file:
        values: Array = file.read(columns=[name]).column(name).to_numpy().astype(float)
    return values


def movement_codes(dataset: Path, table: str) -> tuple[list[str], NDArray[np.int32]]:
    """The movements of a table, sorted, and (N,) for each row which of them it is."""
    known: dict[str, int] = {}
    rows = (
        known.setdefault(movement, len(known)) for (movement,) in table_rows(dataset, table, ("movement",))
    )
    codes = np.fromiter(rows, np.int32)
    names = sorted(known)
    ranks = np.array([names.index(name) for name in known], np.int32)
    return names, ranks[codes] if len(codes) else codes
