"""Pictures of loads: of postures, of standing before and after a change of the psoas, and of a recording."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import mujoco
import numpy as np
from PIL import Image, ImageChops

from psoas.body import Body, load_body, named_postures
from psoas.draw.axis import axis_between, axis_over, multiples
from psoas.draw.bellies import muscle_stretch
from psoas.draw.body_bars import Cell, LoadBar, Seat, Sheet, draw_sheet
from psoas.draw.body_layers import PAPER
from psoas.draw.body_picture import draw_body
from psoas.draw.body_shapes import bones_of
from psoas.draw.canvas import Ink
from psoas.draw.chart import FILE, Chart, Line, Panel, chart_picture
from psoas.draw.skin import skin
from psoas.draw.stretch_scale import PERCENT, Rgb
from psoas.estimate import Estimate
from psoas.findings import TIMES, LoadsOverTime
from psoas.loads import LOAD_QUANTITIES, PostureLoad, PostureLoads, WhatIf
from psoas.recordings import BAND, BODY_BAND, LIKELY_OFF, MODEL, band_of, newtons
from psoas.timeseries import Array
from psoas.words import N_, _, capital

DISC: Final[Rgb] = (230, 159, 0)
HIP: Final[Rgb] = (86, 180, 233)
PSOAS: Final[Rgb] = (0, 158, 115)
"""Colours of Okabe and Ito's palette, pale enough for the dark line of the band."""

SHOWN: Final = {
    "L4_L5_compression": ("L4_L5_compression", DISC),
    "hip_r_contact": ("hip_load_r", HIP),
    "hip_l_contact": ("hip_load_l", HIP),
    "psoas_r": ("psoas_r", PSOAS),
    "psoas_l": ("psoas_l", PSOAS),
}
"""The bars by the key of their load, each with its key in `WhatIf` and its colour."""

DRAWN = (760, 760)

SEAT_BEHIND, SEAT_AHEAD, SEAT_UNDER = 0.12, 0.28, 0.02
"""Distances from the lowest point of the pelvis to the back, front and top of the seat [m]; the last stands for the
soft tissue under the bone."""

INKS: Final = (Ink("", (0, 114, 178), 2.2), Ink("", (179, 71, 0), 2.2, dashed=True))
"""The looks of the two lines of a panel, in the report's colours."""
SOURCES: Final = {
    "measured": N_("Ground forces measured."),
    "predicted": N_("Ground forces predicted, not measured."),
    "held still": N_("Ground forces predicted, each moment as if held still."),
}
PANELS: Final = {
    N_("Compression of the lowest discs [N]"): {
        "L4_L5_compression": N_("L4/L5, with its band"),
        "L5_S1_compression": "L5/S1",
    },
    N_("Contact force of the hips [N]"): {"hip_r_contact": N_("right hip"), "hip_l_contact": N_("left hip")},
    N_("Pull of the psoas [N]"): {"psoas_r": N_("right psoas"), "psoas_l": N_("left psoas")},
}


def posture_picture(found: PostureLoads, assumed: Sequence[str] = ()) -> Image.Image:
    """Postures as drawn bodies beside bars of their loads, joints on one scale, the psoas on another.

    Args:
        found: one to eight postures; the body's bones are loaded where it comes without. A posture that is not held
            says so in place of bars.
        assumed: sentences on what an option assumes, which end the words below.
    """
    bodies = _drawn(found.body, [one.posture.coordinates for one in found.postures])
    cells = tuple(_cell(one, *body) for one, body in zip(found.postures, bodies, strict=True))
    person = found.body.person
    return draw_sheet(
        Sheet(
            title=_("What back, hips and psoas carry"),
            subtitle=_(
                "A body of {height:.0f} cm and {mass:g} kg that holds still; seen from the right.",
                height=100 * person.height_m,
                mass=person.mass_kg,
            ),
            cells=cells,
            weight=person.weight,
            scale=PERCENT,
            foot=_foot(BAND, assumed),
        )
    )


def what_if_picture(body: Body, found: WhatIf, change: str, assumed: Sequence[str] = ()) -> Image.Image:
    """A standing body before and after a change of its psoas, with its loads.

    Args:
        body: of the person who stands; its bones are loaded where it comes without.
        found: from `psoas.loads.what_if`.
        change: in words, such as ``both psoas 20 % shorter``.
        assumed: as for `posture_picture`.
    """
    poses = [
        dict(zip(body.coordinates, one.pose.tolist(), strict=True)) for one in (found.before, found.after)
    ]
    bodies = _drawn(body, poses)
    changes = [_change(*found.quantities[name].change) for name in ("L4_L5_compression", "hip_load_r")]
    note = _("Change: disc L4/L5 {disc}, right hip {hip}.", disc=changes[0], hip=changes[1])
    notes = {"before": (_("Before"), ""), "after": (_("After"), note)}
    cells = []
    for (when, (title, note)), (drawn, _seat_of) in zip(notes.items(), bodies, strict=True):
        ends = {name: getattr(one, when) for name, one in found.quantities.items()}
        says = "; ".join(
            _(
                "{what} {value:+.0f} deg ({low:+.0f} to {high:+.0f})",
                what=found.quantities[name].says,
                value=ends[name][0],
                low=ends[name][1],
                high=ends[name][2],
            )
            for name in ("lordosis", "pelvic_tilt")
        )
        loads = {key: ends[name] for key, (name, _colour) in SHOWN.items()}
        bars = _bars({key: Estimate(value, low, high, "N") for key, (value, low, high) in loads.items()})
        cells.append(Cell(title, capital(says), drawn, bars, note))
    person = body.person
    return draw_sheet(
        Sheet(
            title=_("What if: {change}", change=change),
            subtitle=_(
                "A body of {height:.0f} cm and {mass:g} kg that stands with the least effort, both feet in place; seen "
                "from the right. How posture changes is the model's answer; studies in people do not bear it out.",
                height=100 * person.height_m,
                mass=person.mass_kg,
            ),
            cells=tuple(cells),
            weight=person.weight,
            scale=PERCENT,
            foot=_foot(BODY_BAND, assumed),
            columns=2,
        )
    )


def motion_picture(loads: LoadsOverTime, title: str, assumed: Sequence[str] = ()) -> Image.Image:
    """Loads of a recording over time, see `motion_chart`.

    Args:
        loads: of a recording.
        title: above, such as the name of the file.
        assumed: as for `posture_picture`.
    """
    chart = motion_chart(loads, title)
    return chart_picture(replace(chart, says=" ".join([chart.says, *assumed])))


def motion_chart(loads: LoadsOverTime, title: str) -> Chart:
    """Loads from the first to the last computed frame, with their bands and a scale in body weights on the right."""
    known = np.flatnonzero(np.isfinite(loads.value.values).any(axis=1))
    part = slice(known[0], known[-1] + 1) if len(known) else slice(None)
    time = loads.value.time[part]

    def panel(title: str, names: Mapping[str, str]) -> Panel:
        lines = []
        for name, ink in zip(names, INKS, strict=True):
            low, high = (end[part] for end in band_of(loads, name))
            band = None if name == "L5_S1_compression" else (low, high)
            lines.append(Line(time, loads.value[name][part], ink, band))
        ends: list[Array] = [end for line in lines for end in (line.values, *(line.band or ()))]
        up = axis_over(np.concatenate(ends))
        legend = tuple((_(words), ink) for words, ink in zip(names.values(), INKS, strict=True))
        right = multiples(up, loads.weight, f" {TIMES}")
        return Panel(up, tuple(lines), title=_(title), right=right, legend=legend)

    return Chart(
        title=title,
        says=" ".join(
            [
                _(SOURCES[loads.ground]),
                _(
                    "Forces that carry the body were found in {share:.0f} % of the frames.",
                    share=100 * loads.in_equilibrium,
                ),
                _("Scale at the right: times body weight."),
            ]
        ),
        across=axis_between(time),
        label=_("time [s]"),
        panels=tuple(panel(*one) for one in PANELS.items()),
        frame=replace(FILE, right=64),
    )


def png(picture: Image.Image) -> bytes:
    """The content of a PNG file."""
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _cell(one: PostureLoad, body: Image.Image, place: Seat) -> Cell:
    seat = place if one.seated else None
    known = named_postures().get(one.posture.name)
    title = one.posture.name if known is None else known.title
    says = _(
        "{posture}. Carried by: {supports}.",
        posture=capital(one.posture.says),
        supports=", ".join(one.contacts),
    )
    if not one.held:
        missing = _(
            "Not held: no forces of muscles and supports carry the model in this posture, so no loads are shown."
        )
        return Cell(title, says, body, (), missing, seat)
    note = ""
    if one.unheld:
        unheld = ", ".join(one.unheld)
        note = _("The band is without what does not hold it: {variations}.", variations=unheld)
    return Cell(title, says, body, _bars(one.figures), note, seat)


def _bars(loads: Mapping[str, Estimate]) -> tuple[LoadBar, ...]:
    """The psoas pulls with far less than the loads of the joints, so that it has its own scale."""
    return tuple(
        LoadBar(LOAD_QUANTITIES[key].label, colour, loads[key], pull=key.startswith("psoas"))
        for key, (_name, colour) in SHOWN.items()
    )


def _drawn(body: Body, poses: Sequence[Mapping[str, float]]) -> list[tuple[Image.Image, Seat]]:
    """Bodies of one size, each with the place of a seat."""
    if not bones_of(body.model):
        body = load_body(body.person, meshes=True)
    standing = [body.posed(body.poses(pose)[0]) for pose in poses]
    stretches = [muscle_stretch(body, data) for data in standing]
    pictures = [
        draw_body(
            body,
            data,
            stretch,
            size=DRAWN,
            focus="whole",
            scale=PERCENT,
            alongside=standing,
            bare=True,
        )
        for data, stretch in zip(standing, stretches, strict=True)
    ]
    return [(_cut(one), _seat(body, data)) for one, data in zip(pictures, standing, strict=True)]


def _seat(body: Body, data: mujoco.MjData) -> Seat:
    """The place of a seat, under the pelvis and half of the thighs."""
    bones = bones_of(body.model)
    points = skin(body, data).corners(8).reshape(-1, 3)
    pelvis = np.concatenate([bone.positioned(data).vertices for bone in bones if bone.role == "pelvis"])
    low, high = points.min(axis=0), points.max(axis=0)
    lowest = pelvis[pelvis[:, 2].argmin()]
    back, front = lowest[0] - SEAT_BEHIND, lowest[0] + SEAT_AHEAD
    size = high - low
    return (
        float((back - low[0]) / size[0]),
        float((front - low[0]) / size[0]),
        float((lowest[2] - SEAT_UNDER - low[2]) / size[2]),
    )


def _cut(picture: Image.Image) -> Image.Image:
    """Cut off the empty paper around the body."""
    box = ImageChops.difference(picture, Image.new("RGB", picture.size, PAPER)).getbbox()
    return picture.crop(box)


def _change(*ends: float) -> str:
    value, low, high = (f"{'+' if end > 0 else ''}{newtons(end)}" for end in ends)
    return _("{value} N ({low} to {high} N)", value=value, low=low, high=high)


def _foot(band: str, assumed: Sequence[str]) -> str:
    """The words below: what the bars are, and how far they may be off."""
    return " ".join(
        [
            _("Disc: how hard the disc between the 4th and the 5th lumbar vertebra is pressed."),
            _("Hip: how hard its ball and socket press on each other. Psoas: how hard it pulls."),
            _("The bar is the value, the black line {band}.", band=_(band)),
            _(MODEL),
            _("Arms are not drawn."),
            _(LIKELY_OFF),
            *assumed,
        ]
    )
