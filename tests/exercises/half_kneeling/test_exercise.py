"""The half-kneeling stretch names only limits, faults, cues and postures that exist, and says its limits in words."""

import re

from psoas.body.coordinates import COORDINATES
from psoas.body.postures import named_postures
from psoas.exercises.exercise import Measure
from psoas.exercises.half_kneeling.exercise import EXERCISE


def every_measure() -> list[Measure]:
    return [*EXERCISE.measures, *(measure for group in EXERCISE.groups for measure in group.measures)]


def test_every_limit_and_fault_that_it_names_is_in_its_file() -> None:
    hold, compensation = EXERCISE.hold, EXERCISE.compensation
    assert hold is not None
    assert compensation is not None
    assert EXERCISE.too_small is not None
    limits = {
        hold.short,
        hold.ideal,
        hold.long,
        compensation.quiet,
        compensation.works,
        EXERCISE.too_small[0],
    }
    faults = {hold.too_short, hold.too_long, compensation.fault, EXERCISE.too_small[1]}
    for measure in every_measure():
        limits |= {name for name in (measure.least, measure.most, measure.within) if name is not None}
        faults |= {name for name in (measure.below, measure.above, measure.studies_of) if name is not None}
    limits |= {plot.limit for plot in EXERCISE.plots if plot.limit is not None}
    assert limits <= set(EXERCISE.file.limits)
    assert faults <= set(EXERCISE.faults)


def test_a_limit_has_the_unit_of_the_figure_that_it_judges() -> None:
    for measure in every_measure():
        for name in (measure.least, measure.most, measure.within):
            if name is not None:
                assert EXERCISE.threshold(name).unit == measure.quantity.unit, name


def test_no_figure_has_two_limits_on_one_side_and_each_has_room_between_them() -> None:
    for measure in every_measure():
        assert measure.within is None or measure.least is measure.most is None
        least, most = EXERCISE.limits_of(measure)
        assert least is None or most is None or least < most
    assert all(None not in EXERCISE.limits_of(one) for group in EXERCISE.groups for one in group.measures)


def test_the_rule_in_words_has_the_values_of_the_limits() -> None:
    names = re.findall(r"\{(\w+)", EXERCISE.rule)
    numbers = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", EXERCISE.rule_in_words)]
    assert numbers == [EXERCISE.threshold(name).value for name in names]
    assert "{" not in EXERCISE.rule_in_words


def test_what_it_draws_and_shows_is_known_to_the_body() -> None:
    assert all(COORDINATES[plot.coordinate].unit == "rad" for plot in EXERCISE.plots)
    assert set(EXERCISE.postures) <= set(named_postures())
