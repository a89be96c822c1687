"""Drawn bodies for the page: the start, a hold, and the same position of the thigh reached with a still back."""

import base64
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

import mujoco
import numpy as np
from numpy.typing import ArrayLike
from PIL import Image

from psoas.body import COORDINATES, Body, Person, load_body, named_posture, side_view_pose, stretching_legs
from psoas.draw.bellies import muscle_stretch
from psoas.draw.body_layers import PAPER
from psoas.draw.body_picture import draw_body
from psoas.draw.body_shapes import bones_of
from psoas.draw.stretch_scale import PERCENT, StretchScale, scale_for
from psoas.exercises import Lengthening, Repetition
from psoas.findings import Analysis, PsoasMotion, compensated, signed, with_band
from psoas.sides import OTHER, WORD, Side
from psoas.timeseries import Progress, TimeSeries
from psoas.words import N_, _

SIZE = (420, 560)
PRINTED = (420, 460)
QUALITY = 90
LEAST_SCALE_MM, OVER = 10.0, 1.3
"""The colours reach at least so far, so that pages can be compared; a little more gets the last colour."""


@dataclass(frozen=True)
class BodyPicture:
    """One drawn body.

    Attributes:
        short: a word or two for a column of a table.
        caption: plain words.
        alt: description of the picture.
        uri: the JPEG as a ``data:`` address.
    """

    short: str
    caption: str
    alt: str
    uri: str
    width: int = SIZE[0]
    height: int = SIZE[1]


@dataclass(frozen=True)
class _PsoasScene:
    """One picture before it is drawn: coordinates [rad], and the change of each fascicle [mm]."""

    short: str
    caption: str
    pose: Mapping[str, float]
    stretch: Mapping[str, float]


def shown(repetitions: Sequence[Repetition]) -> list[tuple[int, Repetition]]:
    """Choose the repetitions to show, with their numbers: the longest psoas of the good ones, and the most arched."""
    known = [(n, one) for n, one in enumerate(repetitions, start=1) if one.psoas_change is not None]
    quiet = [item for item in known if not compensated(item[1])]
    bad = [item for item in known if compensated(item[1])]
    best = max(quiet, key=lambda item: _whole_mm(item[1]), default=None)
    worst = max(bad, key=lambda item: item[1].arch_change_deg or 0.0, default=None)
    return [item for item in (best, worst) if item is not None]


def _whole_mm(repetition: Repetition) -> float:
    return 0.0 if repetition.psoas_change is None else repetition.psoas_change.value


def draw_pictures(analysis: Analysis, progress: Progress | None = None) -> list[BodyPicture]:
    """Draw the pictures of a recording, all with one scale of colours and one framing.

    Where every measured repetition was arched, the model with a still back stands beside it.

    Args:
        analysis: with its psoas; without it, or without a repetition in which it is known, there are no pictures.
        progress: called with the stage, how many are drawn, and of how many.
    """
    if analysis.psoas is None:
        return []
    scenes = _scenes(analysis, analysis.psoas)
    if not scenes:
        return []
    measured = analysis.source.motion is not None
    body = load_body(_person(analysis), meshes=True) if measured else _usual_body(analysis.psoas.height_m)
    scale = psoas_scale(analysis)
    postures = [body.posed(body.poses(scene.pose)[0]) for scene in scenes]
    drawn = []
    for count, (scene, data) in enumerate(zip(scenes, postures, strict=True)):
        if progress is not None:
            progress(N_("drawing the psoas"), count, len(scenes))
        picture = draw_body(
            body,
            data,
            dict(scene.stretch) | _iliacus_mm(body, postures[0], data, analysis.psoas.side),
            size=SIZE,
            side=WORD[analysis.psoas.side],
            scale=scale,
            title=scene.short,
            ghost=postures[0] if count else None,
            alongside=postures,
        )
        drawn.append(BodyPicture(scene.short, scene.caption, _alt(scene, count > 0), _uri(picture)))
    return drawn


def _iliacus_mm(body: Body, start: mujoco.MjData, data: mujoco.MjData, side: Side) -> dict[str, float]:
    """Change of the iliacus of one side from the start [mm]: of the drawn model, since no finding states it."""
    name = f"iliacus_{side}"
    column = body.muscle_index(name)
    return {name: 1e3 * float(data.ten_length[column] - start.ten_length[column])}


def draw_from_right(
    body: Body, data: mujoco.MjData, size: tuple[int, int], alongside: Sequence[mujoco.MjData] = ()
) -> Image.Image:
    """Draw the whole body from the right without words, its right psoas coloured by its length against standing.

    Args:
        body: with meshes.
        data: the posture.
        size: width and height [px].
        alongside: other postures that have to fit in, see `draw_body`.
    """
    stretch = {name: share for name, share in muscle_stretch(body, data).items() if name.endswith("_r")}
    return draw_body(body, data, stretch, PERCENT, size=size, focus="whole", alongside=alongside, bare=True)


def sitting_and_stretching() -> BodyPicture:
    """The psoas of a usual person while sitting and in the stretch, side by side, for a printed page."""
    return BodyPicture(
        _("Sitting and stretching"),
        _("The psoas while you sit (blue: shorter than in standing) and in the stretch (red: longer)."),
        _("Two drawn bodies from the side, sitting and kneeling in the stretch, with the psoas inside."),
        _sitting_and_stretching(),
        2 * PRINTED[0],
        PRINTED[1],
    )


@cache
def _sitting_and_stretching() -> str:
    """The two bodies as the address of a picture, without words."""
    body = _usual_body(None)
    postures = [
        body.posed(body.poses(named_posture(name).coordinates)[0])
        for name in ("sitting_upright", "half_kneeling_tucked")
    ]
    pictures = [draw_from_right(body, data, PRINTED, postures) for data in postures]
    row = Image.new("RGB", (2 * PRINTED[0], PRINTED[1]), PAPER)
    for number, picture in enumerate(pictures):
        row.paste(picture, (number * PRINTED[0], 0))
    return _uri(row)


def prepare_pictures(height_m: float | None) -> None:
    """Load the body of the pictures and its bones in advance; both are kept for `draw_pictures`.

    Args:
        height_m: standing height [m]; None stands for a usual one.
    """
    bones_of(_usual_body(height_m).model)


@lru_cache(maxsize=2)
def _usual_body(height_m: float | None) -> Body:
    return load_body(Person() if height_m is None else Person(height_m=height_m), meshes=True)


def _person(analysis: Analysis) -> Person:
    """The person whose body is drawn: of the given height, or with the parts that markers measured."""
    height = None if analysis.psoas is None else analysis.psoas.height_m
    person = Person() if height is None else Person(height_m=height)
    motion = analysis.source.motion
    return person if motion is None else replace(person, factors=motion.factors)


def psoas_scale(analysis: Analysis) -> StretchScale:
    """The colours of a change of length in all of one report [mm]."""
    stretches = [
        one.value / OVER
        for repetition in analysis.repetitions
        for one in (*repetition.psoas_attachments.values(), *repetition.psoas_still.values())
    ]
    return StretchScale(
        max(LEAST_SCALE_MM, scale_for(stretches, "mm").limit), "mm", N_("shorter than at your start")
    )


def _scenes(analysis: Analysis, psoas: PsoasMotion) -> list[_PsoasScene]:
    repetitions = shown(analysis.repetitions)
    if not repetitions:
        return []
    start = psoas.start
    rear = psoas.side
    none = dict.fromkeys(repetitions[0][1].psoas_attachments, 0.0)
    window = None if analysis.timeline is None else analysis.timeline.start
    begin = analysis.angles if window is None else analysis.angles.between(*window)
    scenes = [
        _PsoasScene(
            _("Your start"),
            _("Your start, the colour of no change"),
            _pose(begin, rear, start.hip, start.pelvis, start.lumbar),
            none,
        )
    ]
    for number, repetition in repetitions:
        held = analysis.angles.where(repetition.in_hold(analysis.angles.time))
        tilt = start.pelvis + np.radians(repetition.pelvis_tilt_change_deg or 0.0)
        arch = start.lumbar + np.radians(repetition.arch_change_deg or 0.0)
        hip = start.hip - np.radians(repetition.hip_extension_change_deg or 0.0)
        stretch = {name: one.value for name, one in repetition.psoas_attachments.items()}
        short = _("Repetition {number}", number=number)
        caption = _(
            "{repetition}: {what}; psoas {change}",
            repetition=short,
            what=_what(repetition),
            change=change_words(repetition.psoas_change),
        )
        scenes.append(_PsoasScene(short, caption, _pose(held, rear, hip, tilt, arch), stretch))
    number, last = repetitions[-1]
    if all(compensated(one) for _number, one in repetitions) and psoas.whole in last.psoas_still:
        held = analysis.angles.where(last.in_hold(analysis.angles.time))
        stretch = {name: one.value for name, one in last.psoas_still.items() if name != psoas.whole}
        whole = change_words(last.psoas_still[psoas.whole])
        caption = _(
            "Model, not you: what the same thigh angle looks like without the arch; psoas {change}",
            change=whole,
        )
        hip = start.hip - np.radians(last.thigh_travel_deg)
        scenes.append(
            _PsoasScene(
                _("Model, still back"), caption, _pose(held, rear, hip, start.pelvis, start.lumbar), stretch
            )
        )
    return scenes


def change_words(one: Lengthening | None) -> str:
    """Such as ``+8 ± 5 mm``."""
    return _("not measured") if one is None else with_band(one.value, one.ends[1] - one.value, " mm")


def _what(repetition: Repetition) -> str:
    """Such as ``back arched 25°, hip opened 4°``."""
    arch = repetition.arch_change_deg or 0.0
    hip = round(repetition.hip_extension_change_deg or 0.0)
    if "arched_back" in repetition.faults:
        back = _("back arched {degrees:.0f}°", degrees=arch)
    elif "anterior_tilt" in repetition.faults:
        back = _("pelvis tipped forward")
    else:
        back = _("back quiet")
    if hip < 0:
        return _("{back}, hip closed {degrees}°", back=back, degrees=abs(hip))
    return _("{back}, hip opened {degrees}°", back=back, degrees=hip)


def _pose(angles: TimeSeries, rear: Side, hip: float, tilt: float, arch: float) -> dict[str, float]:
    """Coordinates of the body [rad], within its range; the front thigh hangs in the world as it was seen.

    Args:
        angles: of this moment; legs that were not seen stand as in the posture ``half_kneeling``.
        rear: side of the rear leg.
        hip, tilt, arch: of the model [rad].
    """

    def seen(name: str, otherwise: ArrayLike) -> ArrayLike:
        known = name in angles and np.isfinite(angles[name]).any()
        return float(np.nanmean(angles[name])) if known else otherwise

    front = OTHER[rear]
    legs = stretching_legs(rear, tilt - hip)
    (thigh, knee), (front_thigh, front_knee) = legs[rear], legs[front]
    legs = {
        rear: (thigh, seen("rear_knee_angle", knee)),
        front: (seen(f"thigh_angle_{front}", front_thigh), seen("front_knee_angle", front_knee)),
    }
    pose = side_view_pose(tilt, arch, legs)
    return {name: float(np.clip(value, *COORDINATES[name].range)) for name, value in pose.items()}


def _alt(scene: _PsoasScene, with_start: bool) -> str:
    ends = sorted(scene.stretch.values())
    words = _(
        "Drawn bones of spine, pelvis and thigh from the side with the eleven fascicles of the psoas. {caption}. From "
        "{low} to {high} at its attachments, shown by colours from blue, shorter, to red, longer.",
        caption=scene.caption,
        low=signed(ends[0], " mm"),
        high=signed(ends[-1], " mm"),
    )
    return " ".join([words, _("The thin outline is your start.")]) if with_start else words


def _uri(picture: Image.Image) -> str:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=QUALITY, subsampling=0, optimize=True)
    return "data:image/jpeg;base64," + base64.b64encode(file.getvalue()).decode("ascii")
