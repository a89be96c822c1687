"""Rows 11 and 15: loads of postures, and the equilibrium of all."""

from psoas.body import Body, named_postures
from psoas.loads import DISCS, LARGEST_FORCE, LARGEST_MOMENT, Loads
from psoas.validation.held import held, named
from psoas.validation.row import Row, Table, before, figures, result
from psoas.validation.walking import Walk, walked


def posture_ratios(body: Body) -> Row:
    """Row 11: compression of L4/5 in sitting, slouching and bending forward, against standing."""
    row = figures(11)
    names = tuple(row["MPa"])
    loads = held(body, tuple(named(name) for name in names))
    disc = loads.discs[:, DISCS.index("L4_L5"), 0]
    ratio = dict(zip(names, (disc / disc[names.index("standing")]).tolist(), strict=True))
    measured = {name: value / row["MPa"]["standing"] for name, value in row["MPa"].items()}
    alike = abs(ratio["sitting_upright"] - 1) <= row["alike"]
    ordered = ratio["sitting_slouched"] < ratio["sitting_upright"] and ratio["standing_flexed_30"] > max(
        1.0, ratio["sitting_upright"]
    )
    table = tuple(
        (name, round(float(force)), f"{ratio[name]:.2f}", f"{measured[name]:.2f}")
        for name, force in zip(names, disc, strict=True)
    )
    return result(
        11,
        ", ".join(f"{name.replace('_', ' ')} {value:.2f}" for name, value in ratio.items()),
        bool(loads.in_equilibrium.all()) and alike and ordered,
        table=(
            ("posture", "compression [N]", "ratio to standing", "ratio of disc pressures, Wilke 1999"),
            table,
        ),
    )


def equilibrium(body: Body, walk: Walk | None) -> Row:
    """Row 15: residuals of the equations of motion, which have no reserve actuators."""
    row = figures(15)
    loads = held(body, tuple(named(name) for name in named_postures()))
    still = loads.solved
    force, moment = float(still.residual_force.max()), float(still.residual_moment.max())
    words = [f"{len(named_postures())} named postures: at most {force:.0e} N and {moment:.0e} N.m"]
    shares = []
    for found, ground in zip(() if walk is None else walked(walk), ("measured", "predicted"), strict=False):
        fine, solved = found.loads.in_equilibrium, found.loads.solved
        shares.append(float(fine.mean()))
        lost = (
            ""
            if fine.all()
            else f" (up to {solved.residual_force[~fine].max():.0f} N are left in the others)"
        )
        force_left = solved.residual_force[fine].max(initial=0.0)
        moment_left = solved.residual_moment[fine].max(initial=0.0)
        words.append(
            f"a walk with {ground} ground forces: {fine.mean():.0%} of {len(fine)} frames carried with at most "
            f"{force_left:.0e} N and {moment_left:.0e} N.m{lost}"
        )
    return result(
        15,
        "; ".join(words),
        force < LARGEST_FORCE
        and moment < LARGEST_MOMENT
        and min(shares, default=1.0) >= row["in_equilibrium"],
        table=_moved(loads),
        force=LARGEST_FORCE,
        moment=LARGEST_MOMENT,
    )


def _moved(loads: Loads) -> Table:
    """Loads of the named postures beside those of an earlier state of the program; the hip is the more loaded one."""
    weight = loads.frames.equations.body.person.weight
    now = zip(
        loads.discs[:, DISCS.index("L4_L5"), 0].tolist(),
        (100 * loads.hips.max(axis=1) / weight).tolist(),
        (100 * loads.psoas_activation.mean(axis=1)).tolist(),
        strict=True,
    )
    lines: list[tuple[object, ...]] = []
    for name, (disc, hip, psoas) in zip(named_postures(), now, strict=True):
        was = before()["postures"].get(name, {})
        columns = (
            ("L4_L5_N", f"{disc:.0f}"),
            ("hip_percent", f"{hip:.0f}"),
            ("psoas_percent", f"{psoas:.1f}"),
        )
        lines.append((name, *(cell for key, value in columns for cell in (was.get(key, ""), value))))
    header = ("posture", "L4/5 N before", "now", "hip % before", "now", "psoas % before", "now")
    return header, lines
