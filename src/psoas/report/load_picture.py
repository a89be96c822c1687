"""Pictures of loads: named postures with what they carry, and a standing body before and after a change of the psoas."""

import io
from collections.abc import Mapping, Sequence
from typing import Final

from PIL import Image, ImageChops

from psoas.body import Body, load_body
from psoas.findings.posture_loads import Figure, PostureLoad, PostureLoads
from psoas.muscle.posed import posed_psoas
from psoas.muscle.settle import WhatIf
from psoas.report.body_layers import LIGHT
from psoas.report.body_picture import draw_body
from psoas.report.body_shapes import bones_of
from psoas.report.load_cells import Bar, Cell, Sheet, draw_sheet
from psoas.report.stretch_scale import Rgb, StretchScale, scale_for

DISC: Final[Rgb] = (179, 71, 0)
HIP: Final[Rgb] = (0, 114, 178)
PSOAS: Final[Rgb] = (0, 103, 76)
"""The colours of the report's curves."""

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

STANDARD_GRAVITY: Final = 9.80665
DRAWN = (1100, 1100)
FOOT: Final = (
    "Disc: how hard the disc between the 4th and the 5th lumbar vertebra is pressed. Hip: how hard its ball and socket "
    "press on each other. Psoas: how hard it pulls. The bar is the value, the black line how far off it may be: it holds "
    "stronger and weaker muscles, longer and shorter fibres, stiffer and softer ligaments, friction, and another rule of "
    "sharing the work. A model, not a measurement."
)


def posture_picture(found: PostureLoads) -> Image.Image:
    """Postures as drawn bodies beside bars of what they carry, all on one scale.

    Args:
        found: one to eight postures; the body's bones are loaded where it comes without. A posture that is not held
            says so in place of bars.
    """
    bodies, scale = _drawn(found.body, [one.posture.coordinates for one in found.postures])
    person = found.body.person
    return draw_sheet(
        Sheet(
            title="What back, hips and psoas carry",
            subtitle=f"A body of {100 * person.height_m:.0f} cm and {person.mass_kg:g} kg that holds still; seen from the right.",
            cells=tuple(_cell(one, body) for one, body in zip(found.postures, bodies, strict=True)),
            weight=person.mass_kg * STANDARD_GRAVITY,
            scale=scale,
            foot=FOOT,
        )
    )


def what_if_picture(body: Body, found: WhatIf, change: str) -> Image.Image:
    """A standing body before and after a change of its psoas, with what it carries.

    Args:
        body: of the person who stands; its bones are loaded where it comes without.
        found: from `psoas.muscle.settle.what_if`.
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
            Bar(label, colour, Figure(*_end(found, SETTLED[name], number))) for name, label, colour in SHOWN
        )
        note = "" if number == 0 else _changes(found)
        cells.append(Cell(title, says[:1].upper() + says[1:], drawn, bars, note))
    person = body.person
    return draw_sheet(
        Sheet(
            title=f"What if: {change}",
            subtitle=f"A model of {100 * person.height_m:.0f} cm and {person.mass_kg:g} kg that stands with the least effort, "
            "both feet in place; seen from the right. A model's answer, which studies in people do not bear out for posture.",
            cells=tuple(cells),
            weight=person.mass_kg * STANDARD_GRAVITY,
            scale=scale,
            foot=FOOT,
        )
    )


def png(picture: Image.Image) -> bytes:
    """The content of a PNG file."""
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _cell(one: PostureLoad, body: Image.Image) -> Cell:
    name = one.posture.name.replace("_", " ")
    says = f"{_capital(one.posture.says)}. Carried by: {', '.join(one.contacts)}."
    if not one.held:
        missing = "Not held: no forces of muscles and supports carry the model in this posture, so there are no loads to show."
        return Cell(_capital(name), says, body, (), missing)
    bars = tuple(Bar(label, colour, one.figures[key]) for key, label, colour in SHOWN)
    note = f"The band is without what does not hold it: {', '.join(one.unheld)}." if one.unheld else ""
    return Cell(_capital(name), says, body, bars, note)


def _drawn(body: Body, poses: Sequence[Mapping[str, float]]) -> tuple[list[Image.Image], StretchScale]:
    """Bodies of one size, cut to what there is to see, and the scale of the psoas's colours."""
    if not bones_of(body.model):
        body = load_body(body.person, meshes=True)
    standing = [body.posed(body.poses(pose)[0]) for pose in poses]
    stretches = [
        {one.name: 100 * float(share) for one, share in zip(psoas.fascicles, psoas.stretch, strict=True)}
        for psoas in (posed_psoas(body, pose) for pose in poses)
    ]
    scale = scale_for([share for one in stretches for share in one.values()], "%")
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
    return [_cut(one) for one in pictures], scale


def _cut(picture: Image.Image) -> Image.Image:
    """Without the empty paper around."""
    box = ImageChops.difference(picture, Image.new("RGB", picture.size, LIGHT.paper)).getbbox()
    return picture.crop(box)


def _end(found: WhatIf, name: str, number: int) -> tuple[float, float, float]:
    quantity = found.quantities[name]
    return quantity.after if number else quantity.before


def _changes(found: WhatIf) -> str:
    """How the loads change, whose bands are narrower than those of the loads."""
    disc, hip = (found.quantities[name].change for name in ("L4_L5_compression", "hip_load_r"))
    told = [f"{name} {_change(*one)}" for name, one in (("disc", disc), ("right hip", hip))]
    return f"Change, surer than either value: {'; '.join(told)}."


def _change(value: float, low: float, high: float) -> str:
    return f"{value:+.0f} N ({low:+.0f} to {high:+.0f})"


def _degrees(value: float, low: float, high: float) -> str:
    return f"{value:+.0f} deg ({low:+.0f} to {high:+.0f})"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
