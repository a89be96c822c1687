"""A wrong answer is packed with all that is needed to look into it, and without a picture or a name."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from psoas.errors import UsageError
from psoas.export.wrong_answer import CONTENTS, WRONG_SCHEMA, write_wrong_answer
from psoas.findings.analysis import Analysis
from tests.recordings.filmed_again import analysed, known
from tests.report.made import made_stretch


@pytest.fixture(scope="module")
def analysis() -> Analysis:
    found = analysed(known()["c3"].captured)
    return replace(found, source=replace(found.source, file="/films/jane.doe/Jane Doe.MOV"))


def test_the_archive_holds_note_versions_result_points_and_outline(
    analysis: Analysis, tmp_path: Path
) -> None:
    path = tmp_path / "clip-psoas-wrong.zip"
    listed = write_wrong_answer(analysis, "  I did six \N{EM DASH} not five ", path)
    assert listed == CONTENTS
    assert [file.name for file in tmp_path.iterdir()] == [path.name]
    assert path.stat().st_size < 500_000
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == list(CONTENTS)
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    note = json.loads(texts["note.json"])
    assert (note["schema"], note["note"]) == (WRONG_SCHEMA, "I did six \N{EM DASH} not five")
    assert {"psoas", "python", "numpy"} <= set(note["versions"])
    result = json.loads(texts["result.json"])
    assert result["source"]["file"] == "recording.mov"
    assert len(result["reps"]) == len(analysis.repetitions)
    assert not any("jane" in text.lower() for text in texts.values())
    rows = list(csv.DictReader(io.StringIO(texts["points.csv"])))
    captured = analysis.captured
    assert captured is not None
    assert len(rows) == len(captured.points)
    assert float(rows[3]["left_hip.x"]) == pytest.approx(captured.points["left_hip.x"][3], abs=0.06)
    assert 0 <= float(rows[3]["left_hip.sure"]) <= 1
    outline = list(csv.reader(io.StringIO(texts["outline.csv"])))
    assert outline[0][1:] == list(captured.contours.names)
    gaps = np.isnan(captured.contours.values).sum()
    assert sum(cell == "" for row in outline for cell in row) == gaps


def test_a_motion_file_has_a_result_and_no_points(tmp_path: Path) -> None:
    listed = write_wrong_answer(replace(made_stretch(), captured=None), "wrong knee", tmp_path / "a.zip")
    assert list(listed) == ["note.json", "result.json"]


@pytest.mark.parametrize("note", ["", "  ", "x" * 5000])
def test_a_note_is_a_few_words(note: str, analysis: Analysis, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--wrong"):
        write_wrong_answer(analysis, note, tmp_path / "a.zip")
    assert not list(tmp_path.iterdir())
