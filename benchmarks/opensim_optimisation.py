"""A few frames of OpenSim's static optimisation on the twin of our body, timed in a process of its own."""

import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.load_motions import STEP
from benchmarks.timing import Took, timed
from psoas.body.loading import load_body
from psoas.body.model import Body
from psoas.timeseries import Array
from psoas.validation.opensim_twin import Twin

OPENSIM_FRAMES = 2
OPENSIM_ROWS = 8  # it fits splines to a motion, for which it needs more frames than are solved
STRONG, WEAK = 1000.0, 50.0
"""What the coordinate actuators of the pelvis and of the arms and toes give at a control of one [N, N.m]."""


def swing() -> dict[str, Array]:
    """A leg that moves a little, for `Body.poses`."""
    return {
        "hip_flexion_r": np.linspace(0.1, 0.15, OPENSIM_ROWS),
        "lumbar_extension": np.full(OPENSIM_ROWS, -0.1),
    }


def time_opensim(poses: Array) -> Took:
    """A frame of static optimisation, from the difference between one frame and `OPENSIM_FRAMES` more.

    For a process of its own.
    """
    took = []
    with tempfile.TemporaryDirectory() as folder:
        model = _held_twin(load_body(), poses, Path(folder))
        for frames in (1, 1 + OPENSIM_FRAMES):
            tool = _static_optimization(model, Path(folder), frames)
            took.append(timed(tool.run, 1))
    first, more = took
    return Took(
        (more.wall - first.wall) / OPENSIM_FRAMES, (more.processor - first.processor) / OPENSIM_FRAMES
    )


def _held_twin(body: Body, poses: Array, folder: Path) -> Any:
    """Write the twin and its motion; the coordinates that no muscle moves are held by actuators."""
    twin = Twin(body)
    osim, model = twin._osim, twin._model
    for muscle in twin._muscles:
        muscle.setMinControl(0.0)
        muscle.setMaxControl(1.0)
    for name in body.coordinates:
        if name.startswith(("pelvis", "arm", "elbow", "mtp")):
            drive = osim.CoordinateActuator(name)
            drive.setName(f"drive_{name}")
            drive.setOptimalForce(STRONG if name.startswith("pelvis") else WEAK)
            drive.setMinControl(-100.0)
            drive.setMaxControl(100.0)
            model.addForce(drive)
    model.finalizeConnections()
    model.initSystem()
    model.printToXML(str(folder / "twin.osim"))
    leaders = [body.coordinate_index(name) for name in twin._followers.values()]
    names, values = [*body.coordinates, *twin._followers], np.hstack([poses, poses[:, leaders]])
    head = f"motion\nversion=1\nnRows={len(poses)}\nnColumns={len(names) + 1}\ninDegrees=no\nendheader\n"
    lines = ["\t".join(f"{value:.9g}" for value in (STEP * row, *values[row])) for row in range(len(poses))]
    table = "\n".join(["\t".join(["time", *names]), *lines, ""])
    (folder / "motion.mot").write_text(head + table, encoding="utf-8")
    return osim


def _static_optimization(osim: Any, folder: Path, frames: int) -> Any:
    """OpenSim's tool, ready to run over the first frames."""
    end = STEP * (frames - 1)
    analysis = osim.StaticOptimization()
    analysis.setStartTime(0.0)
    analysis.setEndTime(end)
    analysis.setStepInterval(1)
    analysis.setUseModelForceSet(True)
    analysis.setActivationExponent(2)
    tool = osim.AnalyzeTool()
    tool.setName("beside")
    tool.setModelFilename(str(folder / "twin.osim"))
    tool.setCoordinatesFileName(str(folder / "motion.mot"))
    tool.setLowpassCutoffFrequency(-1)
    tool.setInitialTime(0.0)
    tool.setFinalTime(end)
    tool.setResultsDir(str(folder))
    tool.setSolveForEquilibrium(False)
    tool.updAnalysisSet().cloneAndAppend(analysis)
    tool.printToXML(str(folder / "setup.xml"))
    return osim.AnalyzeTool(str(folder / "setup.xml"))
