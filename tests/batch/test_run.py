"""The ledger is the memory between runs: nothing finished is lost, and nothing is done twice."""

import json
import os
import sqlite3
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from benchmarks.long_runs.full_disk import no_file_longer_than

from psoas.batch import BatchRun, BatchSettings, read_manifest, run_batch, write_dataset
from psoas.batch.clip_job import JobOutcome, log_path, result_path
from psoas.batch.ledger import Ledger
from psoas.errors import InputError, UsageError
from tests.batch.conftest import RunNames, begun


def batch(folder: Path, out: Path, settings: BatchSettings | None = None, *, again: bool = False) -> BatchRun:
    return run_batch(read_manifest(folder, out), settings or BatchSettings(), out, again=again)


def test_a_second_run_does_nothing(recordings: Path, tmp_path: Path, one_by_one: RunNames) -> None:
    out = tmp_path / "out"
    first = batch(recordings, out)
    assert dict(first.counts) == {"done": 3, "unreadable": 1}
    assert one_by_one == ["bad.mot", "bend.mot", "sub-01/walk.mot", "sub-02/walk.mot"]
    second = batch(recordings, out)
    assert (second.fresh, second.counts) == (0, first.counts)
    assert begun(out) == 4


def test_only_what_changed_is_run_again(
    recordings: Path, tmp_path: Path, one_by_one: RunNames, bend: bytes
) -> None:
    out = tmp_path / "out"
    batch(recordings, out)
    one_by_one.clear()
    os.utime(recordings / "sub-02" / "walk.mot")  # another time, the same content
    (recordings / "bend.mot").write_bytes(bend + b"\n")
    (recordings / "new.mot").write_bytes(bend)
    (recordings / "sub-01" / "walk_grf.mot").write_bytes(b"forces\n")
    batch(recordings, out)
    assert one_by_one == ["bend.mot", "new.mot", "sub-01/walk.mot"]
    one_by_one.clear()
    batch(recordings, out, BatchSettings(series=True))
    assert len(one_by_one) == 5


def test_a_result_that_the_ledger_missed_is_kept(
    recordings: Path, tmp_path: Path, one_by_one: RunNames
) -> None:
    """As after a kill between the end of a recording and its entry."""
    out = tmp_path / "out"
    batch(recordings, out)
    one_by_one.clear()
    with sqlite3.connect(out / "ledger.sqlite") as ledger:
        ledger.execute("DELETE FROM recordings WHERE name != 'bend.mot'")
    ledger.close()
    second = batch(recordings, out)
    assert (one_by_one, second.adopted, dict(second.counts)) == ([], 3, {"done": 3, "unreadable": 1})


def test_a_result_that_was_lost_is_made_again(recordings: Path, tmp_path: Path, one_by_one: RunNames) -> None:
    out = tmp_path / "out"
    batch(recordings, out)
    one_by_one.clear()
    result_path(out, "bend.mot").unlink()
    batch(recordings, out)
    assert one_by_one == ["bend.mot"]


def test_a_killed_recording_is_tried_again_so_often_and_no_more(
    recordings: Path, tmp_path: Path, one_by_one: RunNames
) -> None:
    out = tmp_path / "out"
    one_by_one.instead["bend.mot"] = JobOutcome("killed", "by a test")
    found = batch(recordings, out, BatchSettings(retries=2))
    assert (one_by_one.count("bend.mot"), found.counts["killed"]) == (3, 1)
    assert batch(recordings, out, BatchSettings(retries=2)).fresh == 0
    assert batch(recordings, out, BatchSettings(retries=3)).fresh == 1
    assert batch(recordings, out, BatchSettings(retries=0), again=True).fresh == 2, "the unreadable one, too"


@pytest.mark.parametrize(
    ("state", "higher"),
    [("too much memory", BatchSettings(memory_mb=5000)), ("too long", BatchSettings(time_s=3600))],
)
def test_a_recording_that_was_stopped_is_run_again_under_a_higher_limit(
    recordings: Path, tmp_path: Path, one_by_one: RunNames, state: str, higher: BatchSettings
) -> None:
    out = tmp_path / "out"
    one_by_one.instead["bend.mot"] = JobOutcome(state, "by a test")
    assert batch(recordings, out).counts[state] == 1
    assert batch(recordings, out).fresh == 0
    one_by_one.instead.clear()
    found = batch(recordings, out, higher)
    assert (found.fresh, found.counts["done"]) == (1, 3)


def test_two_runs_at_once_are_refused(recordings: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with Ledger(out), pytest.raises(UsageError, match="another psoas batch is at work in"):
        batch(recordings, out)


def test_a_folder_of_something_else_is_refused(recordings: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds something other than a batch"):
        batch(recordings, recordings)
    out = tmp_path / "out"
    out.mkdir()
    (out / "ledger.sqlite").write_bytes(b"no database at all, but long enough to be read as one" * 9)
    with pytest.raises(InputError, match=r"ledger\.sqlite cannot be read"):
        batch(recordings, out)


def test_the_dataset_has_a_row_for_each_recording_and_the_versions_in_every_row(
    recordings: Path, tmp_path: Path, one_by_one: RunNames
) -> None:
    out, settings = tmp_path / "out", BatchSettings(loads=True, series=True)
    manifest = read_manifest(recordings, out)
    run_batch(manifest, settings, out)
    dataset = write_dataset(manifest, settings, out)
    files = pq.read_table(dataset / "files.parquet").to_pylist()
    assert [(one["clip"], one["person"], one["state"]) for one in files] == [
        ("bad.mot", "", "unreadable"),
        ("bend.mot", "", "done"),
        ("sub-01/walk.mot", "01", "done"),
        ("sub-02/walk.mot", "02", "done"),
    ]
    assert files[0]["reason"].startswith("bad.mot has no line of names")
    assert files[1]["frames"] == 61
    assert (out / files[1]["log"]) == log_path(out, "bend.mot")
    tables = json.loads((dataset / "dictionary.json").read_text())["tables"]
    assert set(tables) == {"files", "repetitions", "strides", "tests", "findings", "loads", "series"}
    for name, table in tables.items():
        found = pq.read_table(dataset / f"{name}.parquet")
        assert found.column_names == [one["name"] for one in table["columns"]]
        for row in found.to_pylist():
            assert row["program"].startswith("0.1.0+")
            assert row["weights"].startswith("full-")
            assert len(row["thresholds"]) == len(row["settings"]) == 12
    assert {one["load"] for one in pq.read_table(dataset / "loads.parquet").to_pylist()} >= {
        "L4_L5_compression",
        "psoas_r",
    }
    first = {path.name: path.read_bytes() for path in dataset.iterdir()}
    write_dataset(manifest, settings, out)
    assert {path.name: path.read_bytes() for path in dataset.iterdir()} == first


def test_a_full_disk_is_said_in_one_sentence(tmp_path: Path) -> None:
    with no_file_longer_than(0), pytest.raises(InputError, match="make room and run the batch again"):
        Ledger(tmp_path)
    Ledger(tmp_path).close()
