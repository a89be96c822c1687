"""The recipe of adding a muscle works: two data files of a copy of the program, and nothing else."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import psoas

ROW = {
    "points": [
        {"segment": "pelvis", "point_m": [-0.05, 0.0, 0.12]},
        {"segment": "femur_r", "point_m": [0.0, -0.25, 0.03]},
    ],
    "strength_N": 300.0,
    "optimal_fibre_length_m": 0.12,
    "tendon_slack_length_m": 0.18,
    "pennation_rad": 0.1,
    "source": "a toy",
}

PROGRAM = """
import json
import numpy as np
from psoas.body.loading import load_body
from psoas.loads.posture_loads import NamedPosture, posture_loads
from psoas.muscle.names import plain_name
from psoas.muscle.paths import muscle_paths

body = load_body()
paths = muscle_paths(body, body.poses(hip_flexion_r=[0.0, 0.5]))
right, left = (body.muscle_index(name) for name in ("toy_r", "toy_l"))
loads = posture_loads(body, [NamedPosture.of("standing")])
print(json.dumps({
    "muscles": len(body.muscles),
    "lengths": paths.lengths[:, [right, left]].tolist(),
    "arm": float(paths.moment_arms[0, right, body.coordinate_index("hip_adduction_r")]),
    "name": plain_name("toy_r"),
    "held": loads.postures[0].held,
}))
"""


def add_row(file: Path, table: str, name: str, row: object) -> None:
    content = json.loads(file.read_text(encoding="utf-8"))
    content[table][name] = row
    file.write_text(json.dumps(content), encoding="utf-8")


def test_a_muscle_is_added_by_two_data_files(tmp_path: Path) -> None:
    package = tmp_path / "psoas"
    shutil.copytree(Path(psoas.__file__).parent, package, ignore=shutil.ignore_patterns("*.pyc.*"))
    add_row(package / "body" / "added_muscles.json", "muscles", "toy", ROW)
    add_row(package / "muscle" / "muscle_names.json", "names", "toy", "toy muscle of the hip")
    found = json.loads(
        subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env=os.environ | {"PYTHONPATH": str(tmp_path)},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    )
    from psoas.body.loading import load_body

    assert found["muscles"] == len(load_body().muscles) + 2
    (right, left), (bent, other) = found["lengths"]
    assert right == left == other
    assert 0.2 < right < 0.5
    assert bent != right
    assert found["arm"] < 0, "it abducts the thigh"
    assert found["name"] == "right toy muscle of the hip"
    assert found["held"]
