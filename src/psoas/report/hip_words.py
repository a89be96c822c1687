"""What the hips went through on a day, in the words of a page."""

from dataclasses import dataclass

from psoas.day import CONTEXT_WORDS, Day, HipPosture, hip_day, load_activities
from psoas.estimate import Estimate
from psoas.findings import Evidence
from psoas.quantities import MOVEMENTS
from psoas.report.page_parts import time_words
from psoas.words import _, capital, date_words, number


@dataclass(frozen=True)
class HipBand:
    """Time in a band of hip flexion, in words.

    Attributes:
        flexion: its ends [deg].
        likely, least, most: time.
        share: of the longest likely time of all bands, 0 to 1.
    """

    flexion: str
    likely: str
    least: str
    most: str
    share: float


@dataclass(frozen=True)
class HipActivity:
    """The hip and the psoas in an activity, in words.

    Attributes:
        name: of the activity.
        time: spent in it.
        flexion: of the hip [deg].
        change: length of the psoas against standing [mm].
    """

    name: str
    time: str
    flexion: str
    change: str


@dataclass(frozen=True)
class HipWords:
    """What the hips went through on a day.

    Attributes:
        day: its name.
        away, away_most: longest time without reaching neutral: known, and at most.
        openings: how often each hip was opened past neutral; None where no walking is known.
        undescribed: time of activities of which the hip is not described; empty without any.
        evidence: what studies say, with its verdict.
    """

    day: str
    bands: tuple[HipBand, ...]
    activities: tuple[HipActivity, ...]
    undescribed: str
    away: str
    away_most: str
    openings: str | None
    evidence: tuple[Evidence, ...]


def hip_words(day: Day) -> HipWords | None:
    """Describe what the hips went through on a day; None where nothing of it is known."""
    if not day.bouts:
        return None
    hip = hip_day(day)
    openings = None
    if hip.openings is not None:
        low, high = hip.openings.ends
        openings = _(
            "about {times:,.0f} times ({low:,.0f} to {high:,.0f})",
            times=hip.openings.value,
            low=low,
            high=high,
        )
    longest = max(hours.value for _low, _high, hours in hip.bands) or 1.0
    return HipWords(
        day=capital(date_words(day.date, "EEEE, d MMMM")),
        bands=tuple(_band(*row, longest) for row in hip.bands),
        activities=tuple(_activity(posture, hours) for posture, hours in hip.activities),
        undescribed=time_words(hip.undescribed_s) if hip.undescribed_s else "",
        away=time_words(hip.away_s),
        away_most=time_words(hip.away_most_s),
        openings=openings,
        evidence=hip.evidence,
    )


def _band(low_deg: float, high_deg: float, hours: Estimate, longest_h: float) -> HipBand:
    times = [time_words(round(3600 * one)) for one in (hours.value, *hours.ends)]
    flexion = _span(number(low_deg, "g"), number(high_deg, "g"))
    return HipBand(flexion, times[0], times[1], times[2], hours.value / longest_h)


def _activity(posture: HipPosture, hours: float) -> HipActivity:
    names: dict[str, str] = {name: capital(_(words)) for name, words in CONTEXT_WORDS.items()}
    names |= {name: one.label for name, one in MOVEMENTS.items()}
    names |= {name: kind.label for name, kind in load_activities().kinds.items()}
    return HipActivity(
        names[posture.name],
        time_words(round(3600 * hours)),
        _span(number(posture.low_deg, ".0f"), number(posture.high_deg, ".0f")),
        _span(*(number(end, ".0f") for end in posture.change_mm.ends)),
    )


def _span(low: str, high: str) -> str:
    return _("{start} to {end}", start=low, end=high)
