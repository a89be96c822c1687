"""The forecast of a hip: its scenarios, its bands, and what it refuses."""

import re
import time
from datetime import timedelta

import numpy as np
import pytest
from benchmarks.forecast import page, plan_rows, study_rows
from benchmarks.forecast_histories import history_rows
from benchmarks.forecast_people import coverage_rows, departure_rows
from scipy.special import chdtri, stdtrit

from psoas.errors import UsageError
from psoas.forecast import (
    HipForecast,
    HipRecord,
    HipTest,
    forecast_hip,
    forecast_many,
    forecast_words,
    not_forecast,
)
from psoas.forecast.parameters import constant
from psoas.forecast.record import usual_error
from tests.forecast.made import START, a_record, the_last_day


def made(record: HipRecord, planned: tuple[float, ...] = (140.0, 280.0, 560.0)) -> HipForecast:
    return forecast_hip(record, the_last_day(record), planned=planned)


def test_scenarios_stand_side_by_side() -> None:
    forecast = made(a_record())
    assert list(forecast.scenarios) == ["as_now", "plan", "half_sitting", "stop"]
    assert forecast.main is forecast.scenarios["as_now"]
    assert forecast.scenarios["as_now"].scenario.seconds == (420.0,) * 10
    assert forecast.scenarios["plan"].scenario.seconds[:4] == (140.0, 280.0, 560.0, 560.0)
    assert forecast.scenarios["half_sitting"].scenario.sitting == pytest.approx(4.5)
    assert forecast.scenarios["stop"].expected[-1] < forecast.scenarios["as_now"].expected[-1]


def test_unknown_sitting_is_not_filled_in() -> None:
    assert "half_sitting" not in made(a_record(hours=None)).scenarios
    assert "plan" not in made(a_record(), planned=()).scenarios


def test_who_does_nothing_yet_sees_the_plan_first() -> None:
    forecast = made(a_record(a_day=0.0))
    assert forecast.main is forecast.scenarios["plan"]
    assert np.abs(forecast.scenarios["as_now"].explained).max() < 1e-12


def test_without_a_test_only_the_change_is_forecast() -> None:
    forecast = made(a_record(tests=0))
    assert forecast.shown is None
    assert abs(forecast.scenarios["as_now"].expected[-1]) < 1


def test_more_tests_narrow_the_band() -> None:
    widths = []
    for count in (1, 3, 6):
        low, high = made(a_record(tests=count)).scenarios["as_now"].band(95)
        widths.append(high[-1] - low[-1])
    assert widths == sorted(widths, reverse=True)


def test_the_thomas_test_is_forecast_before_the_stretch() -> None:
    record = a_record()
    more = [HipTest(START + timedelta(day), "stretch", 20.0, 3.0, "camera") for day in range(5)]
    assert made(HipRecord([*more, *record.tests], record.practice)).shown == ("thomas", "")
    assert made(HipRecord(more, record.practice)).shown == ("stretch", "camera")


def test_the_same_record_gives_the_same_forecast() -> None:
    first, second = (made(a_record()).scenarios["plan"].expected for _ in range(2))
    assert (first == second).all()


def test_less_sitting_may_lengthen_and_more_stretching_at_home_does_not() -> None:
    forecast = made(a_record())
    assert forecast.scenarios["half_sitting"].length[:, -1].mean() > 0.02
    assert abs(forecast.scenarios["plan"].length[:, -1].mean()) < 0.02


@pytest.mark.parametrize("horizon", [0, 105])
def test_a_horizon_that_is_too_short_or_too_long_is_refused(horizon: int) -> None:
    with pytest.raises(UsageError, match=r"give 1 to 104"):
        forecast_hip(a_record(), the_last_day(a_record()), horizon=horizon)


def test_entries_after_today_and_very_old_ones_are_refused() -> None:
    with pytest.raises(UsageError, match="is after"):
        forecast_hip(a_record(), START)
    with pytest.raises(UsageError, match="520 weeks are read at most"):
        forecast_hip(a_record(), START + timedelta(weeks=600))


def test_tests_that_jump_are_said_to_and_still_give_a_range() -> None:
    tests = [HipTest(START + timedelta(7 * one), "thomas", 40.0 * (one % 2), 0.5) for one in range(6)]
    forecast = made(HipRecord(tests, a_record().practice))
    low, high = forecast.main.band(80)
    assert low[0] < 0
    assert high[0] > 40
    assert any("differ by more than their errors" in one for one in forecast_words(forecast))
    assert not any("differ by more" in one for one in forecast_words(made(a_record())))


def test_tests_that_fall_while_the_model_rises_lead_the_forecast_to_where_they_are() -> None:
    """A test today was once forecast at the mean of all of them, with a range that held the first one, too."""
    tests = [HipTest(START + timedelta(7 * one), "thomas", 20.0 - 5 * one, 2.6) for one in range(6)]
    forecast = made(HipRecord(tests, a_record().practice))
    assert forecast.main.expected[0] == pytest.approx(-5, abs=1.5)
    low, high = (end[0] for end in forecast.main.band(80))
    assert low < -5 < high < 10
    assert forecast.main.band(95)[1][0] < 20


@pytest.mark.parametrize("error", [1.5, 3.0, 4.0])
@pytest.mark.parametrize("last", [19.0, -3.0])
def test_the_forecast_starts_from_where_a_persons_own_tests_have_come_to(error: float, last: float) -> None:
    """From 8 to 19 degrees in 12 weeks: a test today was forecast at about 14, and flat from there on."""
    tests = [
        HipTest(START + timedelta(7 * week), "stretch", value, error, "camera")
        for week, value in enumerate(np.linspace(8.0, last, 12))
    ]
    forecast = made(HipRecord(tests, a_record(weeks=12).practice))
    today = forecast.main.expected[0]
    recent, mean = (float(np.mean([test.degrees for test in some])) for some in (tests[-4:], tests))
    assert abs(today - recent) < abs(today - mean)
    assert abs(today - last) < np.hypot(error, constant("day_to_day"))
    low, high = (end[0] for end in forecast.main.band(80))
    assert low < last < high


def test_what_is_expected_is_the_sum_of_its_parts() -> None:
    tests = [HipTest(START + timedelta(7 * one), "thomas", 2.0 * one, 1.5) for one in range(6)]
    main = made(HipRecord(tests, a_record().practice)).main
    assert main.change == pytest.approx(main.tolerance + main.softer + main.length + main.drift)
    assert main.drift[:, -1].mean() > 0.5
    assert np.ptp([one.drift for one in made(a_record()).scenarios.values()], axis=0).max() == 0


def test_histories_that_the_model_did_not_make_lie_in_the_bands() -> None:
    """On fewer people than docs/forecast.md has, within three standard errors; a rise that goes on is missed ahead."""
    rows = history_rows(12)
    today = [shares[:2] for _what, shares in rows]
    ahead = [shares[2:] for what, shares in rows if "goes on" not in what]
    for some in (today, ahead):
        for reached, share in zip(np.mean(some, axis=0), (0.80, 0.95), strict=True):
            assert reached > share - 3 * np.sqrt(share * (1 - share) / (12 * len(some)))


def test_a_test_that_stands_twice_on_its_day_is_one() -> None:
    once = HipRecord([HipTest(START, "thomas", 3.0, 2.6)], a_record().practice)
    twice = HipRecord([*once.tests, *once.tests], once.practice)
    first, second = (made(one).scenarios["as_now"].reading for one in (once, twice))
    assert (first == second).all()


def test_unknown_practice_is_not_taken_for_none() -> None:
    forecast = made(a_record(a_day=None))
    assert list(forecast.scenarios) == ["plan", "stop"]
    assert forecast.main is forecast.scenarios["plan"]
    assert made(a_record(a_day=None), planned=()).main.scenario.name == "stop"
    assert list(not_forecast(forecast)) == ["as_now", "half_sitting"]


def test_one_session_so_far_is_no_habit_of_every_day() -> None:
    record = HipRecord(practice=[(START, 300.0)])
    assert forecast_hip(record, START).scenarios["as_now"].scenario.seconds == (300.0,) * 10


def test_however_much_is_stretched_the_fibres_do_not_outgrow_the_stretch() -> None:
    """Sarcomeres follow the mean length of the fibres, and that is at most their length in the stretch."""
    record = HipRecord(practice=[(START + timedelta(day), 80_000.0) for day in range(7)])
    forecast = forecast_hip(record, the_last_day(record))
    longest = 1 + forecast.draws.stretch_strain[0]
    assert (forecast.main.fibre_factor[:, -1] <= longest).all()


def test_chance_does_not_move_a_forecast_of_no_change() -> None:
    forecast = made(a_record(tests=0, a_day=0.0))
    assert abs(forecast.scenarios["stop"].expected).max() < 1e-9
    record = HipRecord([HipTest(START, "thomas", -3.0, 2.6)], [(START, 0.0)])
    assert forecast_hip(record, START).scenarios["stop"].expected[-1] == pytest.approx(-3.0, abs=0.15)


def test_the_band_widens_with_the_weeks() -> None:
    for forecast in (made(a_record(a_day=0.0)), made(a_record(tests=0, a_day=0.0))):
        low, high = forecast.scenarios["plan"].band(95)
        assert high[10] - low[10] > high[5] - low[5] > high[0] - low[0]


def test_without_a_test_the_band_holds_the_difference_of_two() -> None:
    forecast = made(a_record(tests=0, a_day=0.0))
    low, high = (end[0] for end in forecast.main.band(95))
    error, known = np.hypot(usual_error("thomas"), constant("day_to_day")), constant("error_tests")
    scale = stdtrit(known, 0.975) * np.sqrt(chdtri(known, 0.5) / known)  # their true size is not known
    assert (high - low) / 2 == pytest.approx(scale * np.sqrt(2) * error, rel=0.06)


def test_a_hip_with_more_tests_than_are_read_is_refused() -> None:
    tests = [HipTest(START + timedelta(day), "thomas", 3.0, 2.6) for day in range(521)]
    with pytest.raises(UsageError, match="520 are read at most"):
        made(HipRecord(tests))


def test_a_year_is_forecast_at_once() -> None:
    record = a_record()
    forecast_hip(record, the_last_day(record), horizon=52)
    begun = time.process_time()
    forecast_hip(record, the_last_day(record), planned=(300.0,), horizon=52)
    assert time.process_time() - begun < 0.5


def test_many_hips_are_forecast_as_one_is() -> None:
    record = a_record()
    one = forecast_hip(record, the_last_day(record)).scenarios["as_now"].reading[:, -1]
    many = forecast_many([record] * 3, the_last_day(record), np.full((3, 10), 420.0), power=13, keep=4096)
    assert many.shape == (3, 11, 4096)
    for row in many[:, -1]:
        assert np.quantile(row, (0.1, 0.5, 0.9)) == pytest.approx(np.quantile(one, (0.1, 0.5, 0.9)), abs=0.5)


def test_the_bands_hold_what_they_say() -> None:
    """On fewer people than docs/forecast.md has, and so within three standard errors."""
    for row, share in zip(coverage_rows(120), (0.80, 0.95), strict=True):
        reached = float(row.reached.removesuffix("%")) / 100
        assert reached == pytest.approx(share, abs=3 * np.sqrt(share * (1 - share) / 120))


def test_people_unlike_the_parameters_stand_on_the_page() -> None:
    shares = {what: float(inner.removesuffix("%")) for what, inner, _ in departure_rows(60)}
    assert len(shares) == 6
    assert shares["errors are half as large again as the file says"] < 80


def test_the_home_dose_is_within_what_was_asked_for_80_of_100_cases_and_the_page_says_so() -> None:
    """The page's sentence on the band of 95 is true only while that band ends beyond 4 degrees."""
    row = plan_rows()[0]
    found = re.search(r"80 % of cases ([\d.]+) to ([\d.]+); 95 % ([\d.]+) to ([\d.]+)", row.reached)
    assert found is not None
    low, high, _, most = map(float, found.groups())
    assert 0 <= low <= high <= 4 < most
    assert f"the\nband of 95 of 100 ends at {most} degrees, beyond 4." in page([], [], [], [])


def test_studies_that_fail_stay_on_the_list() -> None:
    rows = {one.study["id"]: one.inside for one in study_rows()}
    assert rows["kerrigan_2003"] is True
    assert rows["godges_1993"] is False
    assert rows["de_boer_2007"] is None
