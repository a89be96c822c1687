"""The page of a batch: what was measured, what is far from the others, what could not be read and why."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from psoas.batch.dataset import _TableWriter
from psoas.batch.tables import dataset_tables, dictionary_json
from psoas.report import batch_tables, write_batch_page

TABLES = ("files", "repetitions", "strides", "findings")
VERSIONS = {"program": "0.1.0+a", "weights": "full-b", "thresholds": "c", "settings": "d"}


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    """Twelve recordings with a repetition each, one of them far from the others, and four that failed."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for number in range(12):
        clip = {"clip": f"sub-{number:02}/a.mp4", "person": f"{number:02}", **VERSIONS}
        movement = "half_kneeling_stretch"
        rows["files"].append(
            {**clip, "state": "done", "reason": "", "movement": movement, "duration_s": 60.0, "kind": "video"}
        )
        hold = 9.0 if number == 7 else 2.0 + number / 100
        rows["repetitions"].append({**clip, "repetition": 1, "movement": movement, "hold_s": hold})
        if number < 2:
            rows["findings"].append(
                {
                    **clip,
                    "finding": 1,
                    "id": "arch",
                    "verdict": "not measured",
                    "says": f"hidden in {number} %",
                }
            )
    for name, state, reason in (
        ("x/one.mp4", "unreadable", "one.mp4 is empty (0 bytes)"),
        ("x/two.mp4", "unreadable", "two.mp4 is empty (0 bytes)"),
        ("x/<b>.mp4", "cannot tell", "the camera stood about 40 degrees behind you"),
        ("x/c.mp4", "cannot tell", "the camera stood about 43 degrees behind you"),
    ):
        rows["files"].append({**VERSIONS, "clip": name, "person": "", "state": state, "reason": reason})
    folder = tmp_path / "dataset"
    folder.mkdir()
    dictionary = dictionary_json()
    dictionary["tables"] = {name: dictionary["tables"][name] for name in TABLES}
    (folder / "dictionary.json").write_text(json.dumps(dictionary))
    for name in TABLES:
        writer = _TableWriter(folder / f"{name}.parquet", dataset_tables()[name])
        writer.add(rows[name])
        writer.close()
    return folder


def words_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page.partition("<body>")[2]).split())


def test_the_page_says_what_was_measured_and_what_was_not(dataset: Path, tmp_path: Path) -> None:
    page = write_batch_page(dataset, tmp_path).read_text()
    words = words_of(page)
    assert "12 of 16 recordings were measured" in words
    assert "unreadable 2 the file is empty (0 bytes) x/one.mp4" in words
    assert "cannot tell 2 the camera stood about … degrees behind you x/&lt;b&gt;.mp4" in words
    assert "Arch of the lower back 2 hidden in … % sub-00/a.mp4" in words
    assert "<b>.mp4" not in page


def test_distributions_and_outliers(dataset: Path, tmp_path: Path) -> None:
    words = words_of(write_batch_page(dataset, tmp_path).read_text())
    assert "Half-kneeling hip-flexor stretch: length of the hold Length of the hold [s]" in words
    assert "Values 12 Median 2.05" in words
    assert "sub-07/a.mp4 Repetition 1 Half-kneeling hip-flexor stretch: length of the hold 9 s 2.05" in words
    assert words.count("Repetition 1 Half-kneeling") == 1


def test_the_page_loads_nothing(dataset: Path, tmp_path: Path) -> None:
    page = write_batch_page(dataset, tmp_path).read_text()
    assert not re.search(r"(src|href)=", page)


def test_the_page_is_the_same_however_many_rows_are_in_memory(
    dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It used to hold whole tables as Python objects, which a million recordings do not allow."""
    whole = write_batch_page(dataset, tmp_path).read_text()
    monkeypatch.setattr(batch_tables, "ROWS_AT_ONCE", 3)
    assert write_batch_page(dataset, tmp_path).read_text() == whole


def test_each_table_stands_as_blocks_on_a_phone(dataset: Path, tmp_path: Path) -> None:
    page = write_batch_page(dataset, tmp_path).read_text()
    assert page.count('<table class="stacked">') == page.count("<table") == 5
    cells = re.findall(r"<td[^>]*>", page)
    assert all("data-label=" in cell for cell in cells if 'class="bar' not in cell)
