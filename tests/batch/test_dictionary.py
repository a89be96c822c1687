"""The data dictionary names every column, and the page of the documentation is that of the program."""

from pathlib import Path

import pytest
from benchmarks.thomas_pictures import FOLDER as KEPT
from benchmarks.thomas_pictures import analysed, load

from psoas.batch import dictionary_lines
from psoas.batch.tables import dataset_tables, dictionary_json, rows_of
from psoas.data import read_data
from psoas.strides import FIGURES
from psoas.words import speaking

PAGE = Path(__file__).parents[2] / "docs" / "batch.md"


def test_every_column_has_a_name_of_its_own_a_kind_and_a_meaning() -> None:
    for table in dataset_tables().values():
        names = [one.name for one in table.columns]
        assert len(names) == len(set(names))
        assert all(one.says and one.kind in ("text", "number", "count", "flag") for one in table.columns)
        assert all(one.unit for one in table.columns if one.kind in ("number", "count"))


def test_every_figure_of_a_stride_is_explained() -> None:
    assert tuple(read_data("psoas.batch", "columns.json")["figures"]) == FIGURES


def test_the_dictionary_is_english_whatever_the_program_speaks() -> None:
    english = dictionary_json()
    with speaking("fr"):
        assert dictionary_json() == english


def test_the_page_has_the_dictionary_of_the_program() -> None:
    """Write it anew with ``python -m benchmarks.batch --dictionary`` after a change."""
    assert PAGE.read_text(encoding="utf-8").endswith("\n".join(dictionary_lines()).rstrip() + "\n")


def test_a_thomas_test_has_a_table_of_its_own() -> None:
    """It used to leave its findings alone."""
    analysis = analysed(load(KEPT / "ctL0_q1.npz"))
    rows = rows_of(analysis, series=False)["tests"]
    assert [one.get("trial") for one in rows] == [None, 1, 2, 3]
    (leg,) = analysis.examined
    assert rows[0]["thigh_over_couch_deg"] == pytest.approx(leg.figures["thigh_over_couch"].value, abs=0.01)
    assert rows[0]["thigh_over_couch_deg_low"] < rows[0]["thigh_over_couch_deg"]
    assert (rows[0]["verdict"], rows[0]["side"], rows[0]["says"]) == (leg.verdict, leg.side, leg.headline)
    known = {one.name for one in dataset_tables()["tests"].columns}
    assert all(set(row) <= known for row in rows)
    assert {"hanging_knee_deg", "faults"} <= set(rows[2])
