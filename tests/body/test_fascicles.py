"""The psoas is one muscle a side, in eleven parts, and the left one mirrors the right."""

from psoas.body.fascicles import psoas_fascicles, psoas_table
from psoas.body.loading import reference_skeleton
from psoas.body.tables import Around, Point


def test_eleven_fascicles_a_side_share_the_strength_of_the_table() -> None:
    skeleton = reference_skeleton()
    for side in ("r", "l"):
        names = [one.name for one in psoas_fascicles() if one.side == side]
        assert len(names) == 11
        total = sum(skeleton.muscles[name].strength for name in names)
        assert abs(total - psoas_table()["psoas"]["strength_N"]) < 1e-9


def test_each_runs_from_the_spine_over_its_own_brim_to_the_femur() -> None:
    for one in psoas_fascicles():
        origin, *_, end = reference_skeleton().muscles[one.name].path
        assert isinstance(origin, Point)
        assert origin.segment.startswith(("lumbar", "torso"))
        assert isinstance(end, Point)
        assert end.segment == f"femur_{one.side}"
        around = [step for step in reference_skeleton().muscles[one.name].path if isinstance(step, Around)]
        assert [step.wrap for step in around] == [f"psoas_brim_{one.side}"]
