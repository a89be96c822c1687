"""A value with its error band: the one form in which a measured or computed figure is handed on, and said."""

from dataclasses import dataclass, replace
from typing import Final, Self

from psoas.words import MINUS, _, ngettext

NORMAL_95: Final = 1.96
"""Half the width of a two-sided 95 % interval of a normal distribution, in standard errors."""

NORMAL_MAD: Final = 1.4826
"""Standard deviation of a normal distribution as a multiple of its median absolute deviation."""


@dataclass(frozen=True)
class Estimate:
    """A value and the range that holds the true one in 95 of 100 cases.

    Attributes:
        value: in ``unit``.
        low, high: the ends of the band; None where the error is not known.
        unit: such as ``deg``, ``mm`` or ``N``; ``1`` for a ratio.
    """

    value: float
    low: float | None
    high: float | None
    unit: str

    @classmethod
    def of(cls, value: float, standard_error: float | None, unit: str) -> Self:
        """An estimate whose band is symmetric: 1.96 standard errors to each side.

        Args:
            value: in ``unit``.
            standard_error: one standard error in ``unit``; None where it is not known.
        """
        if standard_error is None:
            return cls(value, None, None, unit)
        reach = NORMAL_95 * standard_error
        return cls(value, value - reach, value + reach, unit)

    def plus(self, shift: float) -> Self:
        """The same estimate moved by an amount that is known exactly, in ``unit``."""
        low, high = (None if end is None else end + shift for end in (self.low, self.high))
        return replace(self, value=self.value + shift, low=low, high=high)

    def at_least(self, least: float) -> Self:
        """The same estimate with a band that does not go below ``least``, such as 0 for a time."""
        return self if self.low is None else replace(self, low=max(least, self.low))

    @property
    def ends(self) -> tuple[float, float]:
        """The ends of the band; the value itself where the error is not known."""
        low = self.value if self.low is None else self.low
        return low, self.value if self.high is None else self.high

    @property
    def reach(self) -> float | None:
        """Half the width of the band; None where the error is not known."""
        return None if self.low is None or self.high is None else (self.high - self.low) / 2

    @property
    def differs_from_zero(self) -> bool:
        """Whether the band leaves out zero."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def degrees(said: str) -> str:
    """A rounded angle with its unit in words, such as ``12 degrees``, of what `psoas.words.number` wrote."""
    return ngettext(
        "{angle} degree", "{angle} degrees", 1 if said.lstrip(f"+{MINUS}") == "1" else 2, angle=said
    )


def or_take(figure: Estimate) -> str:
    """The error of a figure in words, such as ``, give or take 11``; nothing where it is not known."""
    return "" if figure.reach is None else _(", give or take {error:.0f}", error=figure.reach)
