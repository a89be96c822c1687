"""The supports of a body in words."""

from collections.abc import Iterator
from typing import Final

from psoas.loads.contacts import ContactPoint, Contacts, Support
from psoas.sides import SIDES, Side
from psoas.words import N_, NC_, _, in_series, pgettext

FLOOR: Final = "floor"
PAD: Final = "pad"
BACK: Final = "back"
"""A limb rests on the floor, on a pad, or a foot on its back."""

LIMBS: Final = {
    ("foot", FLOOR): (
        N_("both feet on the floor"),
        N_("right foot on the floor"),
        N_("left foot on the floor"),
    ),
    ("foot", BACK): (
        N_("both feet on their backs"),
        N_("right foot on its back"),
        N_("left foot on its back"),
    ),
    ("knee", FLOOR): (
        N_("both knees on the floor"),
        N_("right knee on the floor"),
        N_("left knee on the floor"),
    ),
    ("knee", PAD): (
        N_("both knees on a pad of {height} cm"),
        N_("right knee on a pad of {height} cm"),
        N_("left knee on a pad of {height} cm"),
    ),
    ("hand", FLOOR): (
        N_("both hands on the floor"),
        N_("right hand on the floor"),
        N_("left hand on the floor"),
    ),
}
"""What rests on what: both, the right one, the left one."""

TRUNK: Final = {
    **dict.fromkeys(("seat", "buttock", "pelvis"), NC_("of a body", "pelvis")),
    **{
        "chest": NC_("of a body", "back"),
        "head": NC_("of a body", "head"),
        "leg": NC_("of a body", "legs"),
        "arm": NC_("of a body", "arms"),
    },
}
RAISED: Final = {Support.SEAT: N_("seat"), Support.BACK_REST: N_("back rest")}


def supports_in_words(contacts: Contacts, row: int) -> list[str]:
    """The supports of the body at one pose, in words such as ``both feet on the floor``."""
    rests = [
        (point, Support(support), float(height))
        for point, support, height in zip(
            contacts.points, contacts.supports[row], contacts.heights[row], strict=True
        )
        if support != Support.NOTHING
    ]
    low = [rest for rest in rests if rest[1] in (Support.FLOOR, Support.PAD)]
    said = [words for limb in ("foot", "knee", "hand") for words in _limbs_in_words(limb, low)]
    trunk = dict.fromkeys(TRUNK[point.kind] for point, *_rest in low if point.kind in TRUNK)
    if trunk:
        parts = in_series([pgettext("of a body", one) for one in trunk])
        said.append(_("{parts} on the floor", parts=parts))
    supports = {support for _point, support, _height in rests}
    said += [_(words) for support, words in RAISED.items() if support in supports]
    return said or [_("nothing, in the air")]


def _limbs_in_words(limb: str, rests: list[tuple[ContactPoint, Support, float]]) -> Iterator[str]:
    places: dict[Side, tuple[str, int]] = {}
    for side in SIDES:
        own = {point.kind: height for point, _support, height in rests[::-1] if point.side == side}
        if limb in own:
            height = round(100 * own[limb]) if limb == "knee" else 0
            places[side] = (PAD, height) if height > 1 else (FLOOR, 0)
        elif limb == "foot" and "instep" in own:
            places[side] = (BACK, 0)
    if len(places) == 2 and places["r"] == places["l"]:
        place, height = places["r"]
        yield _(LIMBS[limb, place][0], height=height)
        return
    for side, (place, height) in places.items():
        yield _(LIMBS[limb, place][1 if side == "r" else 2], height=height)
