"""Row 5: torque of the hip flexors against the angle, and arm and fibre of each beside measured ones."""

from collections.abc import Iterator

import numpy as np

from psoas.body import Body
from psoas.muscle import force_capacity, muscle_parameters, muscle_paths, normalised_fibre_length
from psoas.sides import both
from psoas.timeseries import Array
from psoas.validation.row import Row, Table, figures, result
from psoas.validation.sampling import columns, hip_sweep, psoas_names

GROUPS = {
    "rectus femoris": ("recfem",),
    "sartorius": ("sart",),
    "tensor fasciae latae": ("tfl",),
    "adductors": ("add", "grac"),
}
"""Hip flexors beside psoas and iliacus, by the first letters of their muscles."""

BENT, NEARLY_STRAIGHT = np.radians([90.0, 10.0])
"""Angles of the knee at which all flexors together are shown [rad]."""


def torque(body: Body) -> Row:
    """Row 5: torque of psoas and iliacus, fully active, at the angles of Ito 2024; beside it that of all flexors."""
    row = figures(5)
    angles = np.array(row["angles_deg"], dtype=float)
    share = row["pelvic_share"]
    held = hip_sweep(body, angles)
    moving = hip_sweep(body, angles * (1 - share))
    moving[:, body.coordinate_index("lumbar_extension")] = -np.radians(angles) * share
    pair = [*psoas_names("r"), "iliacus_r"]
    curves = [
        flexion_torque(body, poses, names)
        for poses, names in ((moving, pair), (moving, psoas_names("r")), (held, psoas_names("r")))
    ]
    right = [n for n in body.muscles if n.endswith("_r")]
    bent, straight = _with_knees(body, moving, BENT), _with_knees(body, moving, NEARLY_STRAIGHT)
    every, every_straight = flexion_torque(body, bent, right), flexion_torque(body, straight, right)
    parts = [
        flexion_torque(body, bent, [n for n in right if n.startswith(prefixes)])
        for prefixes in GROUPS.values()
    ]
    passes = all(bool(curve.argmin() == 0 and (np.diff(curve) >= 0).all()) for curve in curves)
    men = share_of_extended(angles)
    rows = [
        (int(angle), *(round(float(value), 1) for value in line), round(float(people), 2))
        for angle, *line, people in zip(angles, *curves, every, *parts, every_straight, men, strict=True)
    ]
    header = (
        "deg",
        "both N.m",
        "psoas N.m",
        "psoas N.m, pelvis and back held",
        "all flexors, knee 90 deg",
        *(f"of these {name}" for name in GROUPS),
        "all flexors, knee 10 deg",
        "men's torque over that at 0 deg, Anderson 2007",
    )
    return result(
        5,
        f"both {_list(curves[0])} N.m at {_list(angles)} deg; all flexors of the model together {_list(every)} N.m "
        f"with the knee bent by 90 deg, {_list(every_straight)} with it nearly straight (no verdict: people's rise in "
        "Ito 2024 and fall in Anderson 2007)",
        passes,
        table=(header, rows),
        more=(_one_by_one(body, held, angles), _rotators(body, held, angles)),
        remark=f"{row['remark']} {flexor_arms(body)}",
        source=f"{row['source']}; {row['anderson']['source']}; {row['measured']['source']}; "
        f"{row['measured']['rotators_source']}; share of pelvis and back in the angle: {row['pelvic_share_source']}",
    )


def flexion_torque(body: Body, poses: Array, names: list[str]) -> Array:
    """(N,) greatest hip-flexion torque of some muscles of the right side [N.m], all that flex fully active."""
    paths = muscle_paths(body, poses)
    active, passive = force_capacity(muscle_parameters(body), paths.lengths)
    arms = paths.moment_arms[:, :, body.coordinate_index("hip_flexion_r")]
    moments = np.maximum(arms, 0.0) * active + arms * passive
    total: Array = moments[:, columns(body, names)].sum(axis=1)
    return total


def share_of_extended(degrees: Array) -> Array:
    """(N,) men's greatest hip-flexion torque at angles [deg] over that at 0, by Anderson et al. 2007."""
    c2, c3 = figures(5)["anderson"]["men"]
    share: Array = np.cos(c2 * (np.radians(degrees) - c3)) / np.cos(c2 * c3)
    return share


def _one_by_one(body: Body, poses: Array, angles: Array) -> Table:
    """Arm, fibre and torque of each flexor, pelvis and back held, the knee bent by 90 deg, beside measured ones."""
    bent = _with_knees(body, poses, BENT)
    paths, parameters = muscle_paths(body, bent), muscle_parameters(body)
    arms = 1e3 * paths.moment_arms[:, :, body.coordinate_index("hip_flexion_r")]
    fibre = normalised_fibre_length(parameters, paths.lengths)

    def lines() -> Iterator[tuple[object, ...]]:
        for muscle, known in figures(5)["measured"]["muscles"].items():
            measured = _list(known["dostal_mm"]), _list(known["tlem_mm"])
            name = f"{known['name']}_r"
            column = body.muscle_index(name)
            yield (
                muscle,
                _list(arms[:, column]),
                *measured,
                ", ".join(f"{value:.2f}" for value in fibre[:, column]),
                round(100 * float(parameters.optimal_fibre_length[column]), 1),
                known["tlem_fibre_cm"],
                _list(flexion_torque(body, bent, [name])),
            )

    header = (
        f"at {_list(angles)} deg",
        "arm mm",
        "Dostal & Andrews 1981",
        "TLEM 2.0",
        "fibre over its optimum",
        "optimal fibre cm",
        "TLEM 2.0",
        "torque N.m",
    )
    return header, list(lines())


def _rotators(body: Body, poses: Array, angles: Array) -> Table:
    """Arms of the short rotators about hip rotation and adduction beside measured ones, and their fibres."""
    paths, parameters = muscle_paths(body, poses), muscle_parameters(body)
    arms = 1e3 * paths.moment_arms
    fibre = normalised_fibre_length(parameters, paths.lengths)
    turns = {
        "rotation": body.coordinate_index("hip_rotation_r"),
        "adduction": body.coordinate_index("hip_adduction_r"),
    }

    def lines() -> Iterator[tuple[object, ...]]:
        for muscle, known in figures(5)["measured"]["rotators"].items():
            column = body.muscle_index(f"{known['name']}_r")
            cells = [
                _list(values)
                for turn, index in turns.items()
                for values in (arms[:, column, index], *known[f"{turn}_mm"].values())
            ]
            lengths = ", ".join(f"{value:.2f}" for value in fibre[:, column])
            yield muscle, *cells, lengths, round(100 * float(parameters.optimal_fibre_length[column]), 1)

    header = (
        f"at {_list(angles)} deg",
        *("arm about rotation (+ in) mm", "Dostal & Andrews 1981", "TLEM 2.0"),
        *("arm about adduction mm", "Dostal & Andrews 1981", "TLEM 2.0"),
        *("fibre over its optimum", "optimal fibre cm"),
    )
    return header, list(lines())


def flexor_arms(body: Body) -> str:
    """The arms of the hip flexors with the knee bent by 90 deg in words, beside those of Kumazaki 2022."""
    degrees = np.arange(0.0, 121.0, 1.0)
    poses = _with_knees(body, hip_sweep(body, degrees), BENT)
    arms = 1e3 * muscle_paths(body, poses).moment_arms[:, :, body.coordinate_index("hip_flexion_r")]
    rectus, iliacus = (arms[:, body.muscle_index(name)] for name in ("recfem_r", "iliacus_r"))
    weights = [body.muscle(name).strength for name in psoas_names("r")]
    psoas = np.average(arms[:, columns(body, psoas_names("r"))], axis=1, weights=weights)

    def passed(arm: Array) -> str:
        above = degrees[arm > rectus]
        return f"passes it at {above[0]:.0f} deg" if len(above) else "never passes it"

    known = figures(5)["kumazaki"]
    return (
        f"Arms about hip flexion: rectus femoris {rectus[0]:.0f} mm at 0 deg, greatest ({rectus.max():.0f}) at "
        f"{degrees[rectus.argmax()]:.0f} (Kumazaki: {known['rectus_greatest_deg']}), {rectus[degrees == 90][0]:.0f} at "
        f"90; iliacus {iliacus[0]:.0f}, {passed(iliacus)} (its four parts at {known['iliacus_passes_deg'][0]} to "
        f"{known['iliacus_passes_deg'][1]}); psoas {psoas[0]:.0f}, {passed(psoas)}. Up to 50 deg Kumazaki's rectus "
        f"has {known['rectus_over_psoas']:.1f} times the arm of the psoas and {known['rectus_over_iliacus']:.1f} times "
        f"that of the iliacus; here {np.mean((rectus / psoas)[degrees <= 50]):.1f} and "
        f"{np.mean((rectus / iliacus)[degrees <= 50]):.1f}."
    )


def _with_knees(body: Body, poses: Array, angle: float) -> Array:
    """The same postures with both knees at an angle [rad]."""
    bent = poses.copy()
    bent[:, [body.coordinate_index(name) for name in both("knee_angle")]] = angle
    return bent


def _list(values: Array) -> str:
    return ", ".join(f"{round(float(value))}" for value in values)
