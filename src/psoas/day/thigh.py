"""What a sensor on the thigh saw, and which sensors are on the thigh."""

from collections.abc import Callable, Iterable

from psoas.day.epochs import EpochMaker, Epochs
from psoas.day.observation import DeviceLog
from psoas.day.posture import postures
from psoas.day.reader import DayAnswers
from psoas.day.rules import PLACE_WORDS, Place, confidence, figure
from psoas.errors import CannotTellError
from psoas.timeseries import Array
from psoas.words import _

Sampled = tuple[Array, Array]
"""(N,) times [s] by the clock of a sensor and (N, 3) accelerations in g, m/s^2 or mg."""


def check_thigh(name: str, place: Place | None, answers: DayAnswers) -> None:
    """Refuse raw acceleration that is not known to be of a thigh.

    Args:
        name: of the file, for the message.
        place: where the sensor was worn; None where neither the file nor the person says so.
        answers: tells how the person can say it.

    Raises:
        CannotTellError: it was elsewhere, or nobody knows.
    """
    if place is None:
        raise CannotTellError(
            _(
                "{file} does not say where the sensor was worn; {advice}",
                file=name,
                advice=_(answers.how["thigh"]),
            )
        )
    if place != "thigh":
        raise CannotTellError(
            _(
                "{file} is of a sensor {place}, whose acceleration does not tell sitting from standing; leave it out, "
                "or {advice}",
                file=name,
                place=_(PLACE_WORDS[place]),
                advice=_(answers.how["thigh"]),
            )
        )


def read_thigh(
    log: DeviceLog, parts: Iterable[Sampled], begin: Callable[[float], float], answers: DayAnswers
) -> None:
    """Say what a sensor on the thigh saw, to the end of its samples or as far as they are not damaged.

    Args:
        log: of the file.
        parts: the samples in pieces; only those of some seconds are kept.
        begin: gives the moment [s since 1970] of the first time of the sensor's clock.
        answers: tells how the person can say when they sleep.

    Raises:
        CannotTellError: there is no gravity in the data, or no walk from which up can be learnt.
        ValueError: there are no samples.
    """
    maker = EpochMaker()
    first: float | None = None
    try:
        for time_s, xyz in parts:
            if first is None and len(time_s):
                first = float(time_s[0])
            maker.add(time_s, xyz)
    finally:
        if maker.disordered:
            log.leave_out(
                _("samples"), _("they are not later than the one before, or no number"), maker.disordered
            )
        if first is not None:
            _observe(log, maker.finish(), begin(first) - first, answers)
    if first is None:
        raise ValueError("no samples")


def _observe(log: DeviceLog, epochs: Epochs, shift_s: float, answers: DayAnswers) -> None:
    """Keep the postures; ``shift_s`` brings the clock of the sensor to seconds since 1970."""
    seen = postures(epochs, log.file)
    sure, longest = confidence("derived"), 3600 * figure("still_horizontal_h")
    for start, end, posture in seen.runs():
        start, end = start + shift_s, end + shift_s
        match posture:
            case "level" if end - start > longest:
                log.observe(start, end, None, "level thigh", "thigh", 0.0)
                log.leave_out(
                    _("long times with a level thigh"),
                    _(
                        "a thigh alone does not tell sitting from lying; {advice}",
                        advice=_(answers.how["sleep"]),
                    ),
                )
            case "level":
                log.observe(start, end, "sitting", None, "thigh", sure)
            case "upright":
                log.observe(start, end, "standing", None, "thigh", sure)
            case "walking":
                log.observe(start, end, "walking", None, "thigh", sure)
            case "running":
                log.observe(start, end, "walking", "running", "thigh", sure)
            case "cycling":
                log.observe(start, end, "other", "cycling", "thigh", confidence("likely"))
    if seen.lay_s:
        log.leave_out(
            _("{minutes:.0f} min", minutes=seen.lay_s / 60),
            _("the sensor lay somewhere without the slightest movement"),
        )
    if seen.turned:
        log.leave_out(
            _("times around a turn of the sensor"),
            _("it was put back another way; only what is sure is used"),
            seen.turned,
        )
