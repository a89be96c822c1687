"""The recipe of CONTRIBUTING.md for another hip-flexor stretch, followed in a copy of the source."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.test_recipes import copy_of_the_source, files_that_differ, replaced

ROOT = Path(__file__).parents[1]

EXERCISE = '''"""A long step, held low."""

from typing import Final

from psoas.exercises.hip_stretch import hip_stretch
from psoas.words import N_

EXERCISE: Final = hip_stretch(
    movement="long_step_stretch",
    package="psoas.exercises.long_step",
    no_arch=N_("the lower back could not be seen; put both hands on the front thigh"),
    no_pelvis=N_("the tilt of the pelvis could not be seen; put both hands on the front thigh"),
)
'''

LIMITS = {
    "schema": "psoas.limits/1",
    "based_on": "psoas.exercises.hip_stretch",
    "limits": {
        "hold_long_s": {
            "value": 1.9,
            "unit": "s",
            "source": "working default",
            "doi": None,
            "meaning": "A longer hold is too long for this one.",
        }
    },
    "without_faults": ["front_knee_past_toes"],
    "words": {
        "forward": "Sink.",
        "all": "Sink, hold, come back.",
        "position_right": "step far back with your right foot",
        "position_left": "step far back with your left foot",
        "again": "step back again",
        "how": "Take a long step.",
        "reached": "In the step",
        "near": "Step back with the other leg.",
        "hands": "Hands on the front thigh",
        "set_up": "A long step.",
        "move": "Sink.",
    },
}

PROGRAM = """
import json
from benchmarks import on_feet
from psoas.exercises import COACHED, exercise_of

clip = next(one for one in on_feet.clips() if one.sample.name.startswith("lo0"))
exercise = exercise_of(clip.motion.movement)
print(json.dumps({
    "movement": clip.motion.movement,
    "holds": [one.hold_s for one in clip.found],
    "faults": [one.faults_by_value for one in clip.found],
    "of": list(exercise.faults),
    "coached": [one.label for one in COACHED],
    "position": exercise.coach.position_right,
    "back": exercise.phases["back"],
}))
"""

BESIDE = {"exercises/registry.py", "quantities.py", "motion/split_stance.py"}
"""The files outside of its folder that a stretch with a rule of its own touches: three at most."""


def changed(package: Path, name: str, *pairs: tuple[str, str]) -> None:
    text = (package / name).read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    replaced(package / name, text)


def test_another_stretch_is_a_folder_and_three_files(tmp_path: Path) -> None:
    package = copy_of_the_source(tmp_path)
    folder = package / "exercises" / "long_step"
    folder.mkdir()
    (folder / "exercise.py").write_text(EXERCISE, encoding="utf-8")
    (folder / "limits.json").write_text(json.dumps(LIMITS), encoding="utf-8")
    line = "from psoas.exercises.long_step.exercise import EXERCISE"
    (folder / "__init__.py").write_text(f'"""A long step."""\n\n{line}\n', encoding="utf-8")
    changed(
        package,
        "exercises/registry.py",
        ("import half_kneeling, ", "import half_kneeling, long_step, "),
        ("    lunge_stretch.EXERCISE,\n", "    lunge_stretch.EXERCISE,\n    long_step.EXERCISE,\n"),
    )
    row = '    "long_step_stretch": RecognisedMovement("Long step", "Stretching", slow=True, stretch=True),\n'
    changed(
        package,
        "quantities.py",
        ('    "lunge_stretch",\n', '    "lunge_stretch",\n    "long_step_stretch",\n'),
        ('    "lunge_stretch": ', f'{row}    "lunge_stretch": '),
    )
    changed(package, "motion/split_stance.py", ('return "lunge_stretch" if', 'return "long_step_stretch" if'))
    own = {f"exercises/long_step/{name}" for name in ("__init__.py", "exercise.py", "limits.json")}
    assert files_that_differ(package) == own | BESIDE
    assert len(BESIDE) <= 3

    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    shown = json.loads(done.stdout)
    assert shown["movement"] == "long_step_stretch"
    assert len(shown["holds"]) == 3
    assert all("long_hold" in one for one in shown["faults"]), "its own limit is used"
    assert "front_knee_past_toes" not in shown["of"]
    assert shown["coached"][-1] == "Long step"
    assert (shown["position"], shown["back"]) == ("step far back with your right foot", "And back.")


def test_the_recipe_names_the_files_that_the_test_touches() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    part = text[text.index("### Another hip-flexor stretch") :]
    for name in BESIDE:
        assert f"`src/psoas/{name}`" in part
    code = EXERCISE[EXERCISE.index("EXERCISE: Final") :].splitlines()
    for one in (*code, '"based_on"', *LIMITS["words"]):
        assert one in part
