"""The recipes of CONTRIBUTING.md, each followed in a copy of the source."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parents[1] / "src" / "psoas"

SQUAT = '''"""Counted squats: how often and how deep."""

from collections.abc import Mapping

import numpy as np

from psoas.exercises.exercise import Exercise, Measure
from psoas.exercises.limits import read_limits
from psoas.exercises.repetition import Repetition, is_good
from psoas.exercises.timeline import Timeline
from psoas.quantities import MeasuredQuantity
from psoas.timeseries import TimeSeries

DEPTH = MeasuredQuantity("depth", "deg", "Depth", "depth", "how far the knee bent", "knee_angle_r", "depth_deg")


def judge(angles: TimeSeries, timeline: Timeline, bands: Mapping[str, float]) -> tuple[Repetition, ...]:
    """Each stretch in which the knee is bent by more than 40 degrees is a repetition."""
    knee, time = np.degrees(angles["knee_angle_r"]), angles.time
    bent = np.concatenate([[False], knee > 40.0, [False]])
    edges = np.flatnonzero(np.diff(bent.astype(int)))
    return tuple(_repetition(time, knee, first, past - 1) for first, past in zip(edges[::2], edges[1::2]))


def _repetition(time: np.ndarray, knee: np.ndarray, first: int, last: int) -> Repetition:
    lowest = first + int(np.argmax(knee[first : last + 1]))
    depth, at = float(knee[lowest]), float(time[lowest])
    faults = ("shallow",) if depth < read_limits(__name__).limits["depth_deg"].value else ()
    return Repetition(
        float(time[first]),
        at,
        at,
        float(time[last]),
        faults=faults,
        good=is_good(faults, (depth,)),
        peak_s=at,
        others={"depth": depth},
    )


EXERCISE = Exercise(
    movement="squat",
    noun="squat",
    package=__name__,
    judge=judge,
    no_repetition="no squat was found",
    no_repetition_cue="Stand, bend the knees, stand up",
    measures=(Measure(DEPTH, "The knee bent by {}", "the knee could not be seen", least="depth_deg"),),
)
'''

LIMITS = {
    "schema": "psoas.limits/1",
    "limits": {
        "depth_deg": {
            "value": 80.0,
            "unit": "deg",
            "source": "working default",
            "doi": None,
            "meaning": "The knee bends at least this far.",
        }
    },
    "faults": {"shallow": {"says": "the knees hardly bent", "cue": "Sit lower", "sources": []}},
}

PROGRAM = """
import io, json
from dataclasses import replace
import numpy as np
from rich.console import Console
from psoas.app.evidence_page import judging
from psoas.cli.print_check import print_summary
from psoas.export import to_json
from psoas.findings import Analysis, Source, View
from psoas.recordings.analyse import analyse
from psoas.report.html import render_html
from psoas.timeseries import TimeSeries

time = np.arange(0, 12, 1 / 30)
deep = np.where(time < 8, 95.0, 60.0)
angles = TimeSeries.from_columns(
    time, {"knee_angle_r": np.radians(deep * (0.5 - 0.5 * np.cos(2 * np.pi * time / 4)))}, "rad"
)
empty = TimeSeries(time, (), np.zeros((len(time), 0)), ())
source = Source("squats.mp4", len(time), 30.0, 12.0, 640, 480, len(time))
view = View("side", 3.0, True, None)
analysis = analyse(
    Analysis(source, view, "squat", None, None, "left", empty, empty, angles), bands={"knee_angle_r": 2.0}, reasons={}
)
printed = io.StringIO()
print_summary(analysis, Console(file=printed, width=110))
page = render_html(analysis)
print(json.dumps({
    "result": to_json(analysis),
    "answers": analysis.tells,
    "printed": printed.getvalue(),
    "page": page,
    "limits": {title: [limit.meaning for limit in limits] for title, limits in judging().items()},
}))
"""


def copy_of_the_source(folder: Path) -> Path:
    """The package in another place; files are linked where the file system can, for the weights are large.

    Compiled modules come along, so that only what is changed is compiled; those that are being written do not.
    """
    package = folder / "psoas"
    shutil.copytree(SOURCE, package, ignore=shutil.ignore_patterns("*.pyc.*"), copy_function=linked)
    return package


def linked(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def replaced(path: Path, text: str) -> None:
    """Write a file anew, so that the original of a linked copy stays as it is."""
    path.unlink(missing_ok=True)
    path.write_text(text, encoding="utf-8")


def run(folder: Path, program: str) -> str:
    """What a program prints that imports the package of this folder."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": str(folder)},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def files_that_differ(package: Path) -> set[str]:
    """Files of a copy that are new or not as in the source."""
    ours = {path.relative_to(SOURCE) for path in SOURCE.rglob("*") if path.is_file()}
    copied = {path.relative_to(package) for path in package.rglob("*") if path.is_file()}
    changed = {
        path for path in ours & copied if (SOURCE / path).read_bytes() != (package / path).read_bytes()
    }
    return {str(path) for path in (copied - ours) | changed if "__pycache__" not in path.parts}


def test_adding_an_exercise(tmp_path: Path) -> None:
    package = copy_of_the_source(tmp_path)
    folder = package / "exercises" / "squat"
    folder.mkdir()
    (folder / "__init__.py").write_text(SQUAT, encoding="utf-8")
    (folder / "limits.json").write_text(json.dumps(LIMITS), encoding="utf-8")
    registry = package / "exercises" / "registry.py"
    rows = registry.read_text(encoding="utf-8")
    rows = rows.replace("import half_kneeling, ", "import half_kneeling, squat, ")
    replaced(
        registry,
        rows.replace("(\n    half_kneeling.EXERCISE,", "(\n    squat.EXERCISE,\n    half_kneeling.EXERCISE,"),
    )
    assert files_that_differ(package) == {
        "exercises/registry.py",
        "exercises/squat/__init__.py",
        "exercises/squat/limits.json",
    }

    shown = json.loads(run(tmp_path, PROGRAM))
    result = shown["result"]
    assert shown["answers"]
    assert [round(one["depth_deg"]) for one in result["reps"]] == [95, 95, 60]
    assert [one["good"] for one in result["reps"]] == [True, True, False]
    found = {one["id"]: one for one in result["findings"]}
    assert found["verdict"]["says"] == "3 repetitions, 2 good. In 1 of 3 repetitions the knees hardly bent."
    assert found["verdict"]["cue"] == "Sit lower"
    assert found["shallow"]["verdict"] == "fault"
    assert found["depth"]["says"] == "The knee bent by 95 degrees, give or take 4."
    assert "hold" not in found
    assert "Sit lower" in shown["printed"]
    assert "depth" in shown["printed"]
    assert "The knees hardly bent" in shown["page"]
    assert shown["limits"]["What a correct repetition is: Squat"] == ["The knee bends at least this far."]


def test_the_recipe_of_an_exercise_shows_what_the_test_adds() -> None:
    text = " ".join((SOURCE.parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8").split())
    for part in (SQUAT.split("\n", 1)[0], SQUAT[SQUAT.index("EXERCISE = ") :].splitlines()[0], '"depth_deg"'):
        assert part in text
