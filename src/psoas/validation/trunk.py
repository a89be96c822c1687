"""Row 18: how strongly the trunk extends and flexes, beside what people reach."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from psoas.body import Body, Person, back_strength, back_tension_band, load_body
from psoas.loads import Assumptions
from psoas.muscle import (
    force_capacity,
    joint_arms,
    moment_scale,
    muscle_paths,
    passive_lumbar_moment,
)
from psoas.timeseries import Array
from psoas.validation.row import Row, figures, result

LOWEST = "L5_S1_FE"
"""Joint about which most dynamometers turn, nearly."""


@dataclass(frozen=True, eq=False)
class TrunkMoments:
    """Greatest moments of the trunk at A angles of the lower back [N.m], all agonists fully active.

    Attributes:
        extension, flexion: (A,) about the lumbar coordinate, in which all levels carry their share; passive muscles,
            discs and ligaments included.
        lowest_extension, lowest_flexion: (A,) of the muscles about L5/S1 alone.
    """

    extension: Array
    flexion: Array
    lowest_extension: Array
    lowest_flexion: Array


def trunk_strength(build: Callable[[Person], Body] = load_body) -> Row:
    """Row 18: greatest moments of trunk extension and flexion of a man and a woman, by the angle of the trunk.

    Args:
        build: builds the body of each of the two.
    """
    row = figures(18)
    angles = np.array(row["angles_deg"], dtype=float)
    lower_back = -np.radians(row["lumbar_share"] * angles)
    bodies = [build(Person(**row["people"][who])) for who in ("man", "woman")]
    men, women = (trunk_moments(body, lower_back) for body in bodies)
    published = {float(angle): value for angle, value in row["men_extension_N_m"].items()}
    low, high = min(published.values()), max(published.values())
    at = np.isin(angles, list(published))
    parts = (
        (
            f"man extends {_list(men.extension[at])} N.m at {_list(angles[at])} deg",
            men.extension[at],
            (low, high),
        ),
        (f"woman extends {_list(women.extension)}", women.extension, row["women_extension_N_m"]),
        (
            f"woman flexes {_list(women.flexion)} at {_list(angles)} deg",
            women.flexion,
            row["women_flexion_N_m"],
        ),
    )
    missed = [" ".join(says.split()[:2]) for says, values, limits in parts if not _within(values, limits)]
    lines = [
        (
            int(angle),
            *(
                round(float(value))
                for who in (men, women)
                for value in (
                    who.extension[k],
                    who.lowest_extension[k],
                    who.flexion[k],
                    who.lowest_flexion[k],
                )
            ),
            f"{published[angle]:.0f}" if angle in published else "-",
        )
        for k, angle in enumerate(angles)
    ]
    header = (
        "trunk deg",
        *(
            f"{who} {way}"
            for who in ("man", "woman")
            for way in ("extends", "about L5/S1", "flexes", "about L5/S1")
        ),
        "men extend, Chaffin",
    )
    share = float((women.extension / men.extension).mean())
    least, most = back_strength()["band_N_per_cm2"]
    band = [trunk_moments(bodies[0], lower_back[at], factor).extension for factor in back_tension_band()]
    return result(
        18,
        "; ".join(says for says, *_ in parts) + (f"; outside: {', '.join(missed)}" if missed else ""),
        not missed,
        table=(header, lines),
        remark=f"{row['remark']} The woman's strength is {share:.2f} of the man's, by mass, height and sex. With the "
        f"lowest and the highest tension of the source, {least} and {most} N/cm2, the man extends with "
        f"{_list(band[0])} and {_list(band[1])} N.m.",
        low=low,
        high=high,
    )


def trunk_moments(body: Body, lower_back: Array, back: float = 1.0) -> TrunkMoments:
    """Greatest moments of the trunk at A values of ``lumbar_extension`` [rad], the legs straight.

    Args:
        back: factor on the specific tension of the back muscles, as in `Assumptions`.
    """
    poses = body.poses(lumbar_extension=lower_back)
    parameters = Assumptions(back=back).parameters(body)
    paths = muscle_paths(body, poses)
    active, passive = force_capacity(parameters, paths.lengths)
    arms = paths.moment_arms[:, :, body.coordinate_index("lumbar_extension")]
    lowest = np.stack([joint_arms(body, pose, (LOWEST,))[:, 0] for pose in poses])
    person = body.person
    ligaments = passive_lumbar_moment(lower_back, scale=moment_scale(person.mass_kg, person.height_m))[:, 0]
    resting = (arms * passive).sum(axis=1) + ligaments
    return TrunkMoments(
        extension=(np.maximum(arms, 0.0) * active).sum(axis=1) + resting,
        flexion=(np.maximum(-arms, 0.0) * active).sum(axis=1) - resting,
        lowest_extension=(np.maximum(lowest, 0.0) * active).sum(axis=1),
        lowest_flexion=(np.maximum(-lowest, 0.0) * active).sum(axis=1),
    )


def _list(values: Array) -> str:
    return ", ".join(f"{value:.0f}" for value in values)


def _within(values: Array, limits: Sequence[float]) -> bool:
    return bool((values >= limits[0]).all() and (values <= limits[1]).all())
