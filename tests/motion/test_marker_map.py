"""A laboratory's own names of markers, and the template to give them."""

from pathlib import Path

import numpy as np
import pytest

from psoas.capture.files.markers import Markers
from psoas.errors import InputError
from psoas.motion.marker_map import marker_template, read_marker_map, renamed_markers
from psoas.words import speaking

TRACK = Markers(np.arange(2.0), ("hip one", "hip two", "RKNE", "box"), np.zeros((2, 4, 3)), absent=("never",))


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "names.csv"
    path.write_text(text, encoding=encoding)
    return path


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_any_usual_separator_a_header_and_remarks_are_read(tmp_path: Path, sign: str) -> None:
    rows = [
        ["their name", "our name"],
        ["# a remark, with a comma"],
        ["hip one", "RASI"],
        [],
        [" hip two ", " SACR "],
    ]
    text = "".join(sign.join(row) + "\n" for row in [*rows, ["box", ""]])
    assert read_marker_map(written(tmp_path, text, "utf-8-sig")) == {
        "hip one": "RASI",
        "hip two": "SACR",
        "box": "",
    }


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "names.csv is empty"),
        ("hip one\n", "names.csv, line 1: 'hip one' is not two columns"),
        ("hip one,RASI\nhip one,LASI\n", "line 2: hip one occurs twice"),
        ("hip one,RASI\nhip two,RASI\n", "line 2: two markers are called RASI"),
        ("hip one,RASY\n", "line 1: 'RASY' is no marker that psoas knows; perhaps RASI"),
        ("hip one,?!\n", "known are RASI, LASI, RPSI"),
        ("hip one,\n", "names.csv names no marker"),
    ],
)
def test_a_bad_map_is_one_sentence_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        read_marker_map(written(tmp_path, text))
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_markers_get_their_names_and_those_without_are_left_out() -> None:
    names = {"hip one": "RASI", "hip two": "RKNE", "box": "", "absent": "LASI"}
    found = renamed_markers(TRACK, names, "names.csv")
    assert found.names == ("RASI", "RKNE", "RKNE (not in names.csv)")
    assert found.positions.shape == (2, 3, 3)
    assert found.notes == (("map", "These names of names.csv are not in the recording: absent"),)


def test_a_map_of_another_recording_is_refused() -> None:
    with pytest.raises(
        InputError, match=r"none of the names in names\.csv is in the recording, which has hip one"
    ):
        renamed_markers(TRACK, {"R.Hip": "RASI"}, "names.csv")


def test_a_template_filled_in_is_a_map(tmp_path: Path) -> None:
    text = marker_template(TRACK)
    assert text.startswith("their name,our name\nhip one,\nhip two,\nRKNE,RLFC\nbox,\nnever,\n#")
    assert read_marker_map(written(tmp_path, text.replace("hip one,", "hip one,RASI"))) == {
        "hip one": "RASI",
        "hip two": "",
        "RKNE": "RLFC",
        "box": "",
        "never": "",
    }


def test_a_template_is_a_map_in_whatever_language_it_was_written(tmp_path: Path) -> None:
    with speaking("de"):
        text = marker_template(TRACK)
    assert text.startswith("ihr Name,unser Name\n")
    assert "# RASI: vorderer Knochenpunkt des Beckens (ASIS), rechts\n" in text
    assert "ihr Name" not in read_marker_map(written(tmp_path, text.replace("hip one,", "hip one,RASI")))
