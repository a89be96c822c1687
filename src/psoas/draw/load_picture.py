"""Pictures of loads: of postures, of standing before and after a change of the psoas, and of a recording."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import mujoco
import numpy as np
from PIL import Image, ImageChops

from psoas.body import Body, Person, load_body
from psoas.draw.body_layers import LIGHT
from psoas.draw.body_picture import draw_body
from psoas.draw.body_shapes import bones_of
from psoas.draw.chart import chart_picture
from psoas.draw.load_cells import Bar, Cell, Seat, Sheet, draw_sheet
from psoas.draw.load_chart import motion_chart
from psoas.draw.stretch_scale import Rgb, StretchScale, scale_for
from psoas.findings import LoadMotion
from psoas.loads import Figure, PostureLoad, PostureLoads, WhatIf
from psoas.muscle import posed_psoas
from psoas.recordings import LIKELY_OFF, newtons

DISC: Final[Rgb] = (230, 159, 0)
HIP: Final[Rgb] = (86, 180, 233)
PSOAS: Final[Rgb] = (0, 158, 115)
"""Of Okabe and Ito's palette, pale enough for the dark line of the band."""

SHOWN: Final = (
    ("L4_L5.compression", "Disc L4/L5", DISC),
    ("hip_r.contact", "Right hip", HIP),
    ("hip_l.contact", "Left hip", HIP),
    ("psoas_r", "Right psoas", PSOAS),
    ("psoas_l", "Left psoas", PSOAS),
)
SETTLED: Final = {
    "L4_L5.compression": "L4_L5_compression",
    "hip_r.contact": "hip_load_r",
    "hip_l.contact": "hip_load_l",
    "psoas_r": "psoas_r",
    "psoas_l": "psoas_l",
}
"""The same figures in `WhatIf`."""

DRAWN = (760, 760)
WORDS: Final = (
    "Disc: how hard the disc between the 4th and the 5th lumbar vertebra is pressed. Hip: how hard its ball and socket "
    "press on each other. Psoas: how hard it pulls. The bar is the value, the black line how far off it may be: it "
    "holds stronger and weaker muscles, longer and shorter fibres, stiffer and softer ligaments{more}. A model, not a "
    "measurement. Arms are not drawn. " + LIKELY_OFF
)
LEAST_SCALE = 10.0
"""The psoas's colours reach at least so far, so that a small change looks small [%]."""

SEAT_BEHIND, SEAT_AHEAD, SEAT_UNDER = 0.12, 0.28, 0.02
"""Of the lowest point of the pelvis; it stands for what lies between bone and seat [m]."""


@dataclass(frozen=True, eq=False)
class _Drawn:
    """A drawn body, and where it would sit."""

    picture: Image.Image
    seat: Seat


def posture_picture(found: PostureLoads) -> Image.Image:
    """Postures as drawn bodies beside bars of what they carry, joints on one scale, the psoas on another.

    Args:
        found: one to eight postures; the body's bones are loaded where it comes without. A posture that is not held
            says so in place of bars.
    """
    bodies, scale = _drawn(found.body, [one.posture.coordinates for one in found.postures])
    cells = tuple(_cell(one, body) for one, body in zip(found.postures, bodies, strict=True))
    person = found.body.person
    return draw_sheet(
        Sheet(
            title="What back, hips and psoas carry",
            subtitle=f"{_size(person)} that holds still; seen from the right.",
            cells=cells,
            weight=person.weight,
            scale=scale,
            foot=WORDS.format(more=", more and less friction and another rule of sharing the work"),
        )
    )


def what_if_picture(body: Body, found: WhatIf, change: str) -> Image.Image:
    """A standing body before and after a change of its psoas, with what it carries.

    Args:
        body: of the person who stands; its bones are loaded where it comes without.
        found: from `psoas.loads.settling.what_if`.
        change: in words, such as ``both psoas 20 % shorter``.
    """
    poses = [
        dict(zip(body.coordinates, one.pose.tolist(), strict=True)) for one in (found.before, found.after)
    ]
    bodies, scale = _drawn(body, poses)
    angles = [found.quantities[name] for name in ("lordosis", "pelvic_tilt")]
    cells = []
    for number, (title, drawn) in enumerate(zip(("Before", "After"), bodies, strict=True)):
        ends = [(one.before, one.after)[number] for one in angles]
        says = "; ".join(f"{one.says} {_degrees(*end)}" for one, end in zip(angles, ends, strict=True))
        bars = tuple(
            _bar(name, label, colour, Figure(*_end(found, SETTLED[name], number)))
            for name, label, colour in SHOWN
        )
        note = "" if number == 0 else _changes(found)
        cells.append(Cell(title, says[:1].upper() + says[1:], drawn.picture, bars, note))
    person = body.person
    return draw_sheet(
        Sheet(
            title=f"What if: {change}",
            subtitle=f"{_size(person)} that stands with the least effort, both feet in place; seen from the right. "
            "How posture changes is the model's answer; studies in people do not bear it out.",
            cells=tuple(cells),
            weight=person.weight,
            scale=scale,
            foot=WORDS.format(more=""),
            columns=2,
        )
    )


def motion_picture(loads: LoadMotion, title: str) -> Image.Image:
    """Loads of a recording over time, with their bands and a scale in body weights on the right.

    Args:
        loads: of a recording.
        title: above, such as the name of the file.
    """
    return chart_picture(motion_chart(loads, title))


def png(picture: Image.Image) -> bytes:
    """The content of a PNG file."""
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _cell(one: PostureLoad, drawn: _Drawn) -> Cell:
    body, seat = drawn.picture, drawn.seat if "seat" in one.contacts else None
    name = one.posture.name.replace("_", " ")
    says = f"{_capital(one.posture.says)}. Carried by: {', '.join(one.contacts)}."
    if not one.held:
        missing = "Not held: no forces of muscles and supports carry the model in this posture, so no loads are shown."
        return Cell(_capital(name), says, body, (), missing, seat)
    bars = tuple(_bar(key, label, colour, one.figures[key]) for key, label, colour in SHOWN)
    note = f"The band is without what does not hold it: {', '.join(one.unheld)}." if one.unheld else ""
    return Cell(_capital(name), says, body, bars, note, seat)


def _bar(name: str, label: str, colour: Rgb, figure: Figure) -> Bar:
    """The psoas pulls with far less than what joints carry, so that it has its own scale."""
    return Bar(label, colour, figure, pull=name.startswith("psoas"))


def _drawn(body: Body, poses: Sequence[Mapping[str, float]]) -> tuple[list[_Drawn], StretchScale]:
    """Bodies of one size, cut to what there is to see, and the scale of the psoas's colours."""
    if not bones_of(body.model):
        body = load_body(body.person, meshes=True)
    standing = [body.posed(body.poses(pose)[0]) for pose in poses]
    stretches = [
        {one.name: 100 * float(share) for one, share in zip(psoas.fascicles, psoas.stretch, strict=True)}
        for psoas in (posed_psoas(body, pose) for pose in poses)
    ]
    scale = scale_for([LEAST_SCALE, *(share for one in stretches for share in one.values())], "%")
    pictures = [
        draw_body(
            body.model,
            data,
            stretch,
            size=DRAWN,
            focus="whole",
            scale=scale,
            alongside=standing,
            bare=True,
        )
        for data, stretch in zip(standing, stretches, strict=True)
    ]
    return [_Drawn(_cut(one), _seat(body, data)) for one, data in zip(pictures, standing, strict=True)], scale


def _seat(body: Body, data: mujoco.MjData) -> Seat:
    """Where a seat would be, under the pelvis and half of the thighs."""
    bones = bones_of(body.model)
    points = np.concatenate([bone.placed(data).vertices for bone in bones])
    pelvis = np.concatenate([bone.placed(data).vertices for bone in bones if bone.role == "pelvis"])
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
    """Without the empty paper around."""
    box = ImageChops.difference(picture, Image.new("RGB", picture.size, LIGHT.paper)).getbbox()
    return picture.crop(box)


def _end(found: WhatIf, name: str, number: int) -> tuple[float, float, float]:
    quantity = found.quantities[name]
    return quantity.after if number else quantity.before


def _changes(found: WhatIf) -> str:
    """How the loads change; that band is no difference of the others."""
    disc, hip = (found.quantities[name].change for name in ("L4_L5_compression", "hip_load_r"))
    return f"Change: disc L4/L5 {_change(*disc)}, right hip {_change(*hip)}."


def _change(*ends: float) -> str:
    value, low, high = (f"{'+' if end > 0 else ''}{newtons(end)}" for end in ends)
    return f"{value} N ({low} to {high} N)"


def _degrees(value: float, low: float, high: float) -> str:
    return f"{value:+.0f} deg ({low:+.0f} to {high:+.0f})"


def _size(person: Person) -> str:
    return f"A body of {100 * person.height_m:.0f} cm and {person.mass_kg:g} kg"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
