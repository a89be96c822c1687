"""``psoas batch`` at a terminal."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from psoas.batch import BatchRun
from psoas.cli.app import app
from psoas.cli.run_batch import exit_code
from psoas.words import LANGUAGES, Language, speaking
from tests.batch.conftest import RunNames, bend, one_by_one, recordings, server

__all__ = ["bend", "one_by_one", "recordings", "server"]


def test_a_batch_leaves_a_page_a_dataset_and_counts(
    recordings: Path, tmp_path: Path, one_by_one: RunNames
) -> None:
    out = tmp_path / "out"
    done = CliRunner().invoke(app, ["batch", str(recordings), "--out", str(out)])
    assert done.exit_code == 0
    words = " ".join(done.stdout.split())
    assert words.startswith("recordings done 3 unreadable 1 all 4")
    assert words.endswith(f"Written: {out / 'batch.html'} Written: {out / 'dataset'}")
    again = CliRunner().invoke(app, ["batch", str(recordings), "--out", str(out), "--json", "-"])
    assert (again.exit_code, len(one_by_one)) == (0, 4)
    found = json.loads(again.stdout)
    assert (found["schema"], found["states"], found["attempts"]) == (
        "psoas.batch/1",
        {"done": 3, "unreadable": 1},
        0,
    )


def test_where_nothing_was_measured_the_code_says_so(tmp_path: Path, one_by_one: RunNames) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "bad.mot").write_text("x\n")
    done = CliRunner().invoke(app, ["batch", str(tmp_path / "in"), "--out", str(tmp_path / "out")])
    assert done.exit_code == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_code_is_the_same_in_every_language(language: Language) -> None:
    with speaking(language):
        assert exit_code(BatchRun({"cannot tell": 1, "unreadable": 1}, 2, 0, 0.0, 0.0)) == 3


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--workers", "2", "--dask", "tcp://127.0.0.1:1"), "--workers starts processes here"),
        (("--minutes", "0"), "--minutes 0 is no limit; give more than 0"),
        (("--memory", "-1"), "--memory \N{MINUS SIGN}1 is no limit; give more than 0"),
        (("--dask", "tcp://127.0.0.1:1"), "no Dask scheduler answers at tcp://127.0.0.1:1"),
    ],
)
def test_impossible_options_are_refused(
    recordings: Path, tmp_path: Path, words: tuple[str, ...], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from psoas.batch import cluster

    monkeypatch.setattr(cluster, "CONNECT_S", 0.5)
    done = CliRunner().invoke(app, ["batch", str(recordings), "--out", str(tmp_path / "out"), *words])
    assert done.exit_code == 2
    assert says in done.stderr
