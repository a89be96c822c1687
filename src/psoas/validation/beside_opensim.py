"""Row 16: the same postures in OpenSim, on a twin built from the same tables."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

import numpy as np

from psoas.body import Body, Muscle, Point
from psoas.muscle import muscle_paths
from psoas.timeseries import Array, Mask
from psoas.validation.opensim_twin import INSTALL, Twin, has_opensim
from psoas.validation.row import Row, figures, result
from psoas.validation.sampling import hip_sweep, psoas_coordinates, psoas_names, random_poses

SWEEP = np.arange(-20.0, 121.0, 10.0)
RANDOM = 200
ARMS_AT = 6
"""Number of poses at which moment arms are compared too: OpenSim takes about a millisecond for one."""

STEP = 1e-4
"""Half the step of the derivatives of OpenSim's lengths [rad]."""

Counts = np.ndarray[tuple[int, int], np.dtype[np.intp]]


@dataclass(frozen=True, eq=False)
class Compared:
    """Paths of the same poses in both programs.

    Attributes:
        version: of OpenSim.
        muscles: names of the M muscles.
        ours, theirs: (N, M) lengths [m].
        touched, their_touched: (N, M) number of wrapping surfaces that the path touches.
        radii: (M,) radius of the largest surface that a muscle can touch, zero where there is none [m].
        coordinates: names of the Q coordinates of psoas and iliacus.
        arms, their_arms: (K, P, Q) moment arms of the P muscles psoas and iliacus at the first K poses [m/rad].
        their_slopes: (K, P, Q) minus the derivative of OpenSim's own lengths, which its arms should equal [m/rad].
    """

    version: str
    muscles: tuple[str, ...]
    ours: Array
    theirs: Array
    touched: Counts
    their_touched: Counts
    radii: Array
    coordinates: tuple[str, ...]
    arms: Array
    their_arms: Array
    their_slopes: Array

    @property
    def difference(self) -> Array:
        """(N, M) OpenSim's length minus ours [m]."""
        return self.theirs - self.ours

    @property
    def far_side(self) -> Mask:
        """(N, M) True where OpenSim's path runs round the far side: it touches, and differs by more than the radius."""
        least = np.where(self.radii > 0, self.radii, np.inf)
        return np.asarray((np.abs(self.difference) > least) & (self.their_touched > 0))

    @property
    def same_path(self) -> Mask:
        """(N, M) True where both paths touch the same number of surfaces, on the same side."""
        return np.asarray((self.touched == self.their_touched) & ~self.far_side)


def opensim_poses(body: Body) -> Array:
    """(N, C) poses of the comparison, a few of each kind first: a sweep of both hips, and random ones."""
    swept = hip_sweep(body, SWEEP)
    free = [name for name in body.coordinates if not name.startswith("pelvis_")]
    poses = np.concatenate([swept, random_poses(body, RANDOM, 16, free)])
    first = np.linspace(0, len(poses) - 1, ARMS_AT).round().astype(int)
    return np.concatenate([poses[first], np.delete(poses, first, axis=0)])


def compare_lengths(body: Body, poses: Array, arms_at: int = ARMS_AT) -> Compared:
    """Compare lengths of all muscles, and moment arms of psoas and iliacus, with OpenSim's.

    OpenSim runs in a process of its own: importing it changes the environment, and it brings its own libraries.

    Args:
        poses: (N, C).
        arms_at: number of poses, from the first, at which moment arms are compared.

    Raises:
        ImportError: OpenSim is not installed.
        BrokenProcessPool: OpenSim crashed.
    """
    names = [*psoas_names(), "iliacus_r", "iliacus_l"]
    rows = [body.muscle_index(name) for name in names]
    columns = [body.coordinate_index(name) for name in psoas_coordinates()]
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as beside:
        answer = beside.submit(in_opensim, body, poses, rows, columns, arms_at)
        here = muscle_paths(body, poses)
        touched = _touched(body, poses)
        theirs = answer.result()
    return Compared(
        muscles=body.muscles,
        ours=here.lengths,
        touched=touched,
        radii=np.array([_largest_radius(body, body.muscle(name)) for name in body.muscles]),
        coordinates=tuple(psoas_coordinates()),
        arms=here.moment_arms[:arms_at][:, rows][:, :, columns],
        **theirs,
    )


def in_opensim(
    body: Body, poses: Array, muscles: Sequence[int], coordinates: Sequence[int], arms_at: int
) -> dict[str, Any]:
    """Build the twin and measure its paths, for a process of its own: OpenSim's part of `Compared`."""
    twin = Twin(body)
    lengths, touched, arms, slopes = [], [], [], []
    for number, pose in enumerate(poses):
        twin.pose(pose)
        lengths.append(twin.lengths())
        touched.append(twin.touched())
        if number < arms_at:
            arms.append(twin.moment_arms(muscles, coordinates))
            slopes.append(_slopes(twin, pose, muscles, coordinates))
    return {
        "version": twin.version,
        "theirs": np.array(lengths),
        "their_touched": np.array(touched),
        "their_arms": np.array(arms),
        "their_slopes": np.array(slopes),
    }


def _slopes(twin: Twin, pose: Array, muscles: Sequence[int], coordinates: Sequence[int]) -> Array:
    """(P, Q) minus the derivative of some of OpenSim's lengths by some coordinates, from central differences."""
    columns = []
    for coordinate in coordinates:
        ends = []
        for step in (-STEP, STEP):
            moved = pose.copy()
            moved[coordinate] += step
            twin.pose(moved)
            ends.append(twin.lengths(muscles))
        columns.append((ends[0] - ends[1]) / (2 * STEP))
    return np.column_stack(columns)


def same_in_opensim(body: Body) -> Row:
    """Row 16: the same postures in OpenSim."""
    if not has_opensim():
        return result(16, f"not run: needs the package opensim; install it with {INSTALL}", None)
    try:
        compared = compare_lengths(body, opensim_poses(body))
    except (BrokenProcessPool, ImportError) as error:
        reached = f"not run: OpenSim is installed and did not answer ({type(error).__name__}: {error})"
        return result(16, reached, None)
    return row_of(compared)


def row_of(compared: Compared) -> Row:
    """The row of a comparison; it fails where psoas, iliacus or a straight muscle has another path in OpenSim."""
    limits = figures(16)
    hips = np.array([name.startswith(("Ps_", "iliacus")) for name in compared.muscles])
    straight = compared.radii == 0
    groups = {
        "psoas and iliacus": hips,
        "without a surface": straight,
        "the others, with one": ~hips & ~straight,
    }
    difference = 1e3 * np.where(compared.same_path, np.abs(compared.difference), 0.0)
    worst = {name: difference[:, chosen].max(initial=0.0) for name, chosen in groups.items()}
    apart = np.argwhere(~compared.same_path)
    reached = (
        f"psoas and iliacus within {worst['psoas and iliacus']:.2f} mm, straight muscles within "
        f"{worst['without a surface']:.0e} mm, all others within {worst['the others, with one']:.2f} mm at "
        f"{len(compared.ours)} postures; another path in {len(apart)} of {compared.ours.size} cases"
    )
    header = ("muscles", "number", "greatest mm", "median mm", "cases on another path")
    return result(
        16,
        reached,
        bool(difference.max() < limits["tolerance_mm"] and not apart_in(compared, hips | straight)),
        table=(header, [(name, *_summary(compared, chosen)) for name, chosen in groups.items()]),
        source=f"{limits['source']} (version {compared.version})",
        remark=" ".join([_lengths_remark(compared, apart), _arms_remark(compared)]).strip(),
    )


def apart_in(compared: Compared, chosen: Mask) -> int:
    """Number of cases in which some muscles have another path in OpenSim."""
    return int((~compared.same_path[:, chosen]).sum())


def _summary(compared: Compared, chosen: Mask) -> tuple[object, ...]:
    same = compared.same_path[:, chosen]
    difference = 1e3 * np.abs(compared.difference[:, chosen][same])
    return (
        int(chosen.sum()),
        f"{difference.max(initial=0.0):.2g}",
        f"{np.median(difference):.1g}" if difference.size else "-",
        apart_in(compared, chosen),
    )


def _lengths_remark(compared: Compared, apart: Counts) -> str:
    said = []
    if compared.difference[compared.same_path].min() > -1e-9:
        said.append(
            "Where the path is the same OpenSim's is never the shorter one: it slides its tangent points along a "
            "cylinder until they are true within a degree."
        )
    for name in dict.fromkeys(compared.muscles[column] for _, column in apart):
        column = compared.muscles.index(name)
        rows = apart[apart[:, 1] == column, 0]
        worst = 1e3 * np.abs(compared.difference[rows, column]).max()
        far = compared.far_side[rows, column].all()
        how = (
            "OpenSim goes round the far side of the cylinder"
            if far
            else "only one of the two touches a surface"
        )
        said.append(f"{name}: {how} in {len(rows)} of the postures, up to {worst:.1f} mm apart.")
    return " ".join(said)


def _arms_remark(compared: Compared) -> str:
    """Comparison of moment arms with OpenSim's, and of OpenSim's with the derivative of its own lengths."""
    apart = 1e3 * np.abs(compared.arms - compared.their_arms).max(axis=(0, 1))
    sagittal = np.array(
        [name.startswith(("hip_flexion", "lumbar_extension")) for name in compared.coordinates]
    )
    own = 1e3 * np.abs(compared.their_slopes - compared.their_arms).max()
    ours = 1e3 * np.abs(compared.their_slopes - compared.arms).max()
    return (
        f"Moment arms of psoas and iliacus at {len(compared.arms)} of the postures: within {apart[sagittal].max():.1f} "
        f"mm of OpenSim's about hip flexion and lumbar extension, within {apart[~sagittal].max():.1f} mm about the "
        f"other axes; the derivative of OpenSim's own lengths is up to {own:.1f} mm from OpenSim's moment arms, and up "
        f"to {ours:.1f} mm from ours."
    )


def _touched(body: Body, poses: Array) -> Counts:
    """(N, M) number of surfaces that each muscle touches in MuJoCo."""
    points = np.array([sum(isinstance(s, Point) for s in body.muscle(name).path) for name in body.muscles])
    return np.array([(body.posed(pose).ten_wrapnum - points) // 2 for pose in poses])


def _largest_radius(body: Body, muscle: Muscle) -> float:
    wraps = [step.wrap for step in muscle.path if not isinstance(step, Point)]
    return max((body.skeleton.wraps[name].radius for name in wraps), default=0.0)
