"""The supports of a body in words."""

from collections.abc import Iterator

from psoas.loads.contacts import ContactPoint, Contacts, Support
from psoas.sides import SIDES, WORD, Side


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
    said = [words for limb, plural in _LIMBS.items() for words in _limbs_in_words(limb, plural, low)]
    trunk = dict.fromkeys(_TRUNK[point.kind] for point, _, _ in low if point.kind in _TRUNK)
    if trunk:
        said.append(f"{_listed(list(trunk))} on the floor")
    supports = {support for _, support, _ in rests}
    said += [words for support, words in _RAISED.items() if support in supports]
    return said or ["nothing, in the air"]


_LIMBS = {"foot": "feet", "knee": "knees", "hand": "hands"}
_TRUNK = {
    **dict.fromkeys(("seat", "buttock", "pelvis"), "pelvis"),
    **{"chest": "back", "head": "head", "leg": "legs", "arm": "arms"},
}
_RAISED = {Support.SEAT: "seat", Support.BACK_REST: "back rest"}


def _limbs_in_words(
    limb: str, plural: str, rests: list[tuple[ContactPoint, Support, float]]
) -> Iterator[str]:
    places: dict[Side, str] = {}
    for side in SIDES:
        own = {point.kind: height for point, _, height in rests[::-1] if point.side == side}
        if limb in own:
            places[side] = _place(own[limb]) if limb == "knee" else "on the floor"
        elif limb == "foot" and "instep" in own:
            places[side] = "on its back"
    if len(places) == 2 and places["r"] == places["l"]:
        yield f"both {plural} {places['r'].replace('its back', 'their backs')}"
        return
    for side, place in places.items():
        yield f"{WORD[side]} {limb} {place}"


def _place(height: float) -> str:
    centimetres = round(100 * height)
    return f"on a pad of {centimetres} cm" if centimetres > 1 else "on the floor"


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
