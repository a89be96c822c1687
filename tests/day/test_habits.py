"""What a person says about all their days: a hint of the seat, never of sitting itself."""

from datetime import UTC, datetime

from psoas.day import DayAnswers, DayBout, DeviceLog, Observation, fuse, with_habits

NINE_PM = round(datetime(2024, 3, 4, 21, tzinfo=UTC).timestamp())
EVENING = DayAnswers(UTC, evening=(19 * 60, 23 * 60))


def thigh(*parts: tuple[int, int, str | None]) -> DeviceLog:
    """A log with minutes after nine in the evening."""
    log = DeviceLog("thigh.csv", "made")
    for start, end, kind in parts:
        moments = NINE_PM + 60 * start, NINE_PM + 60 * end
        log.observations.append(Observation(*moments, kind, None, "thigh", 0.9))  # type: ignore[arg-type]
    return log


def evening(*logs: DeviceLog, answers: DayAnswers = EVENING) -> list[DayBout]:
    (day,) = fuse(with_habits(logs, answers), UTC)
    return list(day.bouts)


def test_sitting_in_an_evening_at_home_is_the_couch_and_nothing_else_changes() -> None:
    found = evening(
        thigh((-180, -120, "sitting"), (0, 30, "sitting"), (30, 40, "walking"), (130, 150, "sitting"))
    )
    assert [(one.kind, one.context) for one in found] == [
        ("sitting", None),
        ("couch", "evening"),
        ("walking", None),
        ("sitting", None),
    ]
    assert found[1].sources == ("thigh.csv", "--evening")


def test_an_evening_makes_nobody_sit() -> None:
    found = evening(thigh((0, 10, "standing")))
    assert [(one.kind, one.length_s) for one in found] == [("standing", 600)]
    assert with_habits([], EVENING) == []


def test_the_keyboard_goes_before_the_evening() -> None:
    keyboard = DeviceLog("aw.json", "made")
    keyboard.observe(NINE_PM, NINE_PM + 600, "desk", "computer", "computer", 0.5)
    assert [one.kind for one in evening(thigh((0, 20, "sitting")), keyboard)] == ["desk", "couch"]


def test_an_evening_may_go_over_midnight() -> None:
    late = DayAnswers(UTC, evening=(22 * 60, 60))
    first, second = fuse(with_habits([thigh((150, 210, "sitting"))], late), UTC)
    assert [[one.kind for one in day.bouts] for day in (first, second)] == [["couch"], ["couch"]]


def test_at_a_standing_desk_the_keyboard_is_a_hint_and_the_thigh_says_how() -> None:
    keyboard = DeviceLog("aw.json", "made")
    keyboard.observe(NINE_PM, NINE_PM + 1800, "desk", "computer", "computer", 0.5)
    worn = thigh((0, 10, "sitting"), (10, 20, "standing"))
    found = evening(worn, keyboard, answers=DayAnswers(UTC, standing_desk=True))
    assert [(one.kind, one.length_s) for one in found] == [("desk", 600), ("standing", 600)]
    assert keyboard.observations[0].kind == "desk"
