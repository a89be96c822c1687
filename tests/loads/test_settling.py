import math
from dataclasses import replace

import numpy as np
import pytest

from psoas.body.model import Body
from psoas.errors import CannotTellError
from psoas.loads import settling
from psoas.loads.body_loads import Assumptions, loads_of
from psoas.loads.dynamics import Motion
from psoas.loads.frames import frames_of
from psoas.loads.reach import settle_table
from psoas.loads.sensitivity import Variation
from psoas.loads.settling import (
    ANTISYMMETRIC,
    WhatIf,
    what_if,
)
from psoas.loads.settling_words import LEAST_REACH_CHANGE, Quantity

SHORT = Assumptions(psoas_length=(0.9, 0.9))


@pytest.fixture(scope="module")
def shorter(body: Body) -> WhatIf:
    return what_if(body, SHORT)


def one_variation(base: Assumptions) -> tuple[Variation, ...]:
    """For speed: one that tips the answer far."""
    return (Variation("shorter fibres", replace(base, fibre=base.fibre * 0.95)),)


@pytest.fixture(scope="module")
def short_sides(body: Body) -> dict[str, WhatIf]:
    lengths = {"r": (0.9, 1.0), "l": (1.0, 0.9)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settling, "usual_variations", one_variation)
        return {side: what_if(body, Assumptions(psoas_length=length)) for side, length in lengths.items()}


def with_change(one: WhatIf, **changes: float) -> WhatIf:
    """The same result with other changes of some quantities."""
    new = {
        name: replace(one.quantities[name], change=(value, value, value)) for name, value in changes.items()
    }
    return replace(one, quantities={**one.quantities, **new})


def test_no_change_changes_nothing(body: Body, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "usual_variations", one_variation)
    result = what_if(body, Assumptions())
    for quantity in result.quantities.values():
        np.testing.assert_allclose((*quantity.change, *quantity.singly), 0, atol=1e-9)
    assert result.lordosis_per_reach is None
    assert "stays as it is" in result.says[0]
    assert not any("reach" in one.says or "extends" in one.says for one in result.figures)


def test_a_change_under_a_pressure_of_the_belly_is_settled_under_it(
    body: Body, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settling, "usual_variations", one_variation)
    base = Assumptions(abdominal_pressure=3.0, ligament_press=1.0)
    change = replace(base, psoas_length=(0.9, 0.9))
    found = what_if(body, change, base=base)
    for settled, assumed in ((found.before, base), (found.after, change)):
        frames = frames_of(body, Motion.still(settled.pose[None]))
        np.testing.assert_allclose(settled.loads.discs, loads_of(frames, assumed).discs, atol=0.5)
    usual = loads_of(frames_of(body, Motion.still(found.before.pose[None]))).discs[0, :, 0]
    assert (found.before.loads.discs[0, :, 0] < usual - 20).all(), "the belly bears a part"


def test_a_short_left_side_is_the_mirror_image_of_a_short_right_one(short_sides: dict[str, WhatIf]) -> None:
    right, left = short_sides["r"], short_sides["l"]
    for name, one in right.quantities.items():
        other = left.quantities[
            name[:-1] + {"r": "l", "l": "r"}[name[-1]] if name[-2:] in ("_r", "_l") else name
        ]
        for a, b in ((one.before, other.before), (one.after, other.after), (one.change, other.change)):
            assert a == ((-b[0], -b[2], -b[1]) if name in ANTISYMMETRIC else b), name
        assert one.singly == (
            tuple(-end for end in reversed(other.singly)) if name in ANTISYMMETRIC else other.singly
        )
    assert right.latitude == left.latitude


def test_the_mirrored_posture_is_that_of_the_short_side(body: Body, short_sides: dict[str, WhatIf]) -> None:
    bending = body.coordinate_index("lumbar_bending")
    for one in short_sides.values():
        for when, settled in (
            (one.quantities["side_bend"].before, one.before),
            (one.quantities["side_bend"].after, one.after),
        ):
            assert math.degrees(settled.pose[bending]) == pytest.approx(when[0], abs=1e-6)
        assert one.after.loads.in_equilibrium.all()
        assert one.quantities["psoas_r"].after[0] == pytest.approx(one.after.loads.psoas[0, 0], rel=0.01)


def test_variations_of_a_one_sided_change_settle_near_it(short_sides: dict[str, WhatIf]) -> None:
    value, low, high = short_sides["r"].quantities["side_bend"].change
    assert 0 < low < high
    assert low <= value <= high
    assert short_sides["r"].quantities["side_bend"].before == pytest.approx((0, 0, 0), abs=0.01)


def test_one_short_side_is_told_by_what_it_does_sideways(
    shorter: WhatIf, short_sides: dict[str, WhatIf]
) -> None:
    told = {side: [one.says for one in found.figures] for side, found in short_sides.items()}
    names = settle_table()["quantities"]
    for words in told.values():
        assert names["side_bend"]["says"] in words
        assert names["pelvic_list"]["says"] in words
    assert names["reach_r"]["says"] in told["r"]
    assert names["reach_l"]["says"] not in told["r"]
    assert "bends right" in " ".join(short_sides["r"].says)
    assert "bends left" in " ".join(short_sides["l"].says)
    assert names["side_bend"]["says"] not in [one.says for one in shorter.figures]
    assert "bends" not in " ".join(shorter.says)


def test_what_a_variation_cannot_hold_is_named(body: Body, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(base: Assumptions) -> tuple[Variation, ...]:
        return (Variation("muscles of wax", replace(base, strength=1e-3)),)

    monkeypatch.setattr(settling, "usual_variations", never)
    found = what_if(body, Assumptions())
    assert found.unheld == ("muscles of wax",)
    assert "Not held, and not in the bands, with: muscles of wax." in found.says


def test_a_psoas_too_short_to_stand_with_is_told_of(body: Body) -> None:
    with pytest.raises(CannotTellError, match="cannot hold this body upright; change the psoas by less"):
        what_if(body, Assumptions(psoas_length=(0.5, 0.5)))


def test_a_shorter_psoas_loads_back_and_hips(shorter: WhatIf) -> None:
    for name in ("L4_L5_compression", "L5_S1_compression", "hip_load_r", "hip_load_l", "psoas_r", "psoas_l"):
        assert shorter.quantities[name].change[1] > 0, name
    assert shorter.quantities["hip_load_r"].change[0] == pytest.approx(
        shorter.quantities["hip_load_l"].change[0], abs=0.5
    )


def test_bands_hold_their_values(shorter: WhatIf) -> None:
    for quantity in shorter.quantities.values():
        for value, low, high in (quantity.before, quantity.after, quantity.change):
            assert low <= value <= high
        assert quantity.change[0] == pytest.approx(quantity.after[0] - quantity.before[0])
        assert quantity.change[1] - 1e-9 <= quantity.singly[0] <= quantity.change[0]
        assert quantity.change[0] <= quantity.singly[1] <= quantity.change[2] + 1e-9


def test_postures_that_cost_little_more_hold_the_settled_one(shorter: WhatIf) -> None:
    lordosis = shorter.quantities["lordosis"]
    for (least, most), value in zip(shorter.latitude, (lordosis.before[0], lordosis.after[0]), strict=True):
        assert least < value < most


def test_the_model_is_set_beside_what_people_show(shorter: WhatIf) -> None:
    ratio = shorter.lordosis_per_reach
    assert ratio is not None
    lost = -shorter.quantities["reach_r"].change[0]
    assert ratio == pytest.approx(shorter.quantities["lordosis"].change[0] / lost, rel=1e-3)
    told = " ".join(shorter.says)
    for words in (f"{ratio:+.1f} deg for each degree", "r = \N{MINUS SIGN}0.09", "do not bear out"):
        assert words in told
    assert f"{shorter.quantities['lordosis'].change[0]:+.1f}" in str(shorter.figures[0])


def test_a_small_change_of_reach_gives_no_proportion(shorter: WhatIf) -> None:
    small = with_change(shorter, reach_r=-0.9 * LEAST_REACH_CHANGE, reach_l=-0.9 * LEAST_REACH_CHANGE)
    assert small.lordosis_per_reach is None
    assert "for each degree" not in " ".join(small.says)


def test_a_stronger_psoas_is_told_to_be_tighter_and_gives_no_proportion(shorter: WhatIf) -> None:
    stronger = replace(shorter, change=replace(shorter.change, psoas_strength=(1.2, 1.2)))
    told = " ".join(stronger.says)
    assert "tighter" in told
    assert "for each degree" not in told
    assert "tighter" not in " ".join(shorter.says)


def test_a_reach_that_is_not_told_is_said_so(shorter: WhatIf) -> None:
    untold = with_change(shorter, reach_r=math.nan)
    assert untold.lordosis_per_reach is None
    assert "is not told" in " ".join(untold.says)
    line = Quantity("how far", "deg", (13.6, 12.0, 15.0), (math.nan,) * 3, (math.nan,) * 3, (math.nan,) * 2)
    assert str(line) == "how far: 13.6 -> not told"
    half = replace(line, after=(9.0, math.nan, math.nan), change=(-4.6, math.nan, math.nan))
    assert str(half) == "how far: 13.6 -> 9.0 deg (\N{MINUS SIGN}4.6; band not told)"


@pytest.mark.parametrize(
    ("low", "high", "singly", "words"),
    [
        (1.0, 3.0, (1.5, 2.5), "grows; its uncertain values do not alter"),
        (-1.0, 3.0, (0.5, 2.5), "grows whichever"),
        (-1.0, 3.0, (-0.5, 2.5), "Which way the arch of the lower back changes the model cannot tell"),
    ],
)
def test_how_sure_the_sign_is(
    shorter: WhatIf, low: float, high: float, singly: tuple[float, float], words: str
) -> None:
    arch = replace(shorter.quantities["lordosis"], change=(2.0, low, high), singly=singly)
    assert words in replace(shorter, quantities={**shorter.quantities, "lordosis": arch}).says[0]
