"""What studies found in healthy walkers and runners, from ``norms.json``; nothing is judged by it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from psoas.data import read_data
from psoas.strides.stride import Gait
from psoas.timeseries import Array
from psoas.words import _, capital, translated


@translated("note")
@dataclass(frozen=True)
class Norm:
    """A figure of a stride in one group of people.

    Attributes:
        mean: in ``unit``; sd: standard deviation between people, None where it was not found.
        note: who and how, in words.
        study: its name in ``norms.json``.
    """

    mean: float
    sd: float | None
    unit: str
    note: str
    study: str

    @property
    def source(self) -> str:
        """The study, with how much of it was read, in the language of now."""
        return study_words(self.study)


@dataclass(frozen=True, eq=False)
class NormCurve:
    """An angle over the stride in one group of people.

    Attributes:
        percent: (N,) of the stride, 0 to 100.
        mean, sd: (N,) [deg].
        people: their number.
        speed_m_s: of the treadmill.
        study: its name in ``norms.json``.
    """

    percent: Array
    mean: Array
    sd: Array
    people: int
    speed_m_s: float
    study: str

    @property
    def source(self) -> str:
        """The study, with how much of it was read, in the language of now."""
        return study_words(self.study)

    @property
    def is_second_hand(self) -> bool:
        """Whether it was read in somebody else's summary of the study."""
        return str(_content()["sources"][self.study]["read"]).startswith("second-hand")


@cache
def stride_norms(gait: Gait) -> Mapping[str, Norm]:
    """The norms of the figures of a stride, by the names of `FIGURES`; absent where none was found."""
    content = _content()
    return {
        one["figure"]: Norm(one["mean"], one["sd"], one["unit"], one["note"], one["source"])
        for one in content["figures"]
        if one["movement"] == gait
    }


@cache
def norm_curves(gait: Gait) -> Mapping[str, NormCurve]:
    """The norms of angles over the stride, by coordinate without a side, such as ``hip_extension``."""
    content = _content()
    step = float(content["curve_step_percent"])
    return {
        one["coordinate"]: NormCurve(
            step * np.arange(len(one["mean_deg"])),
            np.array(one["mean_deg"], dtype=float),
            np.array(one["sd_deg"], dtype=float),
            one["people"],
            one["speed_m_s"],
            one["source"],
        )
        for one in content["curves"]
        if one["movement"] == gait
    }


def camera_error_words() -> str:
    """What is known about the error of a side camera, in sentences."""
    content = _content()
    known = [
        _("{finding} ({study}).", finding=capital(_(one["says"])), study=study_words(one["source"]))
        for one in content["camera_errors"].values()
    ]
    return " ".join([*known, _(content["camera_errors_note"])])


def _content() -> dict[str, Any]:
    return read_data("psoas.strides", "norms.json")


def study_words(name: str) -> str:
    """A study of ``norms.json`` in words, such as ``Teng and Powers 2014, ..., doi ... (abstract)``."""
    found = _content()["sources"][name]
    doi = f", doi {found['doi']}" if found["doi"] else ""
    return _("{study} (read: {read})", study=found["source"] + doi, read=_(found["read"]))
