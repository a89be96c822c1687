"""The body for other programs: a folder with a MuJoCo file, its bones, and a table of every attachment."""

import csv
import json
import re
import shutil
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import myo_sim

from psoas.body import Body, Muscle, Point, psoas_fascicles, psoas_table
from psoas.errors import InputError
from psoas.export.mjcf import MESH_FOLDER, mesh_files, mjcf
from psoas.export.whole_folder import earlier_result, write_folder
from psoas.words import _

BODY_SCHEMA = "psoas.export/1"
RESULT = "export.json"
COLUMNS = ("muscle", "side", "order", "kind", "segment", "x_m", "y_m", "z_m", "words", "wrap", "radius_m")

NOTICE = """psoas body
Bones, joints and most muscle paths come from myo-sim {version} (Apache-2.0, see LICENSE), which holds the models of
MyoSuite. They were changed: faults repaired, psoas and iliacus made anew, arms replaced by two simple segments, sizes
and masses fitted to one person. docs/model.md of psoas says what, and why.
"""


def write_body(body: Body, folder: str | Path) -> dict[str, str]:
    """Write ``psoas.xml`` with its meshes, ``attachments.csv``, LICENSE and NOTICE, all or nothing.

    Args:
        body: what to write.
        folder: an earlier export there is replaced, where nothing was added; anything else is left alone.

    Returns:
        ``model``, ``attachments``, ``meshes``, ``license``, ``notice`` and ``result`` to absolute paths.

    Raises:
        UsageError: the folder holds something else, or cannot be written (a full disk, no permission).
        InputError: myo-sim was installed without its licence or its bones.
    """
    target = Path(folder).absolute()
    names = write_folder(target, lambda beside: _fill(body, beside), what="export", ours=_earlier)
    return {key: str(target / name) for key, name in names.items()}


def attachments(body: Body) -> Iterator[tuple[Any, ...]]:
    """Yield a row of `COLUMNS` for each step of each muscle's path, from origin to insertion.

    Places are in the frame of their segment: x forward, y up, z to the right [m]; a wrap's place is its centre.
    """
    origins = {fascicle.name: fascicle.origin for fascicle in psoas_fascicles()}
    origins |= {f"iliacus_{side}": psoas_table()["iliacus"]["origin"] for side in "rl"}
    for name in body.muscles:
        yield from _steps(body, body.skeleton.muscles[name], origins.get(name))


def _steps(body: Body, muscle: Muscle, origin: str | None) -> Iterator[tuple[Any, ...]]:
    side = muscle.name[-1] if muscle.name.endswith(("_r", "_l")) else ""
    for order, step in enumerate(muscle.path, start=1):
        if isinstance(step, Point):
            words = origin if order == 1 else None
            if origin and order == len(muscle.path):
                words = "lesser trochanter of the thigh bone"
            place = [repr(float(value)) for value in step.position]
            yield (muscle.name, side, order, "point", step.segment, *place, words or "", "", "")
        else:
            wrap = body.skeleton.wraps[step.wrap]
            words = "glides over the edge of the pelvis" if origin else ""
            place = [repr(float(value)) for value in wrap.position]
            radius = repr(float(wrap.radius))
            yield (muscle.name, side, order, "wrap", wrap.segment, *place, words, step.wrap, radius)


def _fill(body: Body, folder: Path) -> dict[str, str]:
    """Write every file and return their names; the result comes last, as the mark of a whole export."""
    names = {
        "model": "psoas.xml",
        "attachments": "attachments.csv",
        "meshes": MESH_FOLDER,
        "license": "LICENSE",
        "notice": "NOTICE",
    }
    (folder / names["model"]).write_text(mjcf(body), encoding="utf-8")
    with (folder / names["attachments"]).open("w", encoding="utf-8", newline="") as table:
        rows = csv.writer(table, lineterminator="\n")
        rows.writerow(COLUMNS)
        rows.writerows(attachments(body))
    (folder / MESH_FOLDER).mkdir()
    for file in mesh_files(body).values():
        _copy(Path(myo_sim.MODELS_DIR) / file, folder / MESH_FOLDER / Path(file).name)
    _copy(_licence(), folder / names["license"])
    version = distribution("myo-sim").version
    (folder / names["notice"]).write_text(NOTICE.format(version=version), encoding="utf-8")
    names["result"] = RESULT
    contents = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    result = {
        "schema": BODY_SCHEMA,
        "person": body.person.to_json(),
        "files": names,
        "contents": sorted([*contents, RESULT]),
    }
    (folder / RESULT).write_text(json.dumps(result) + "\n", encoding="utf-8")
    return names


def _copy(source: Path, target: Path) -> None:
    if not source.is_file():
        raise InputError(
            _(
                "myo-sim has no file {file}; install it again: pip install --force-reinstall myo-sim",
                file=source.name,
            )
        )
    shutil.copyfile(source, target)


def _licence() -> Path:
    """The licence file of the installed myo-sim."""
    installed = distribution("myo-sim")
    found = [Path(str(installed.locate_file(f))) for f in installed.files or () if f.name == "LICENSE"]
    return found[0] if found else Path("LICENSE")


def _earlier(folder: Path) -> list[str] | None:
    """The files of an earlier export; early exports named their bones in the model alone."""
    content = earlier_result(folder / RESULT, BODY_SCHEMA)
    if content is None:
        return None
    if isinstance(content.get("contents"), list):
        return [str(name) for name in content["contents"]]
    try:
        model = (folder / "psoas.xml").read_text(encoding="utf-8")
    except (OSError, ValueError):
        model = ""
    bones = [f"{MESH_FOLDER}/{name}" for name in re.findall(r'file="([^"]+)"', model)]
    return ["psoas.xml", "attachments.csv", "LICENSE", "NOTICE", RESULT, *bones]
