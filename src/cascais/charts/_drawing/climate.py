"""What the charts of climate indices share: the years of a series, its scale, and how a value is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cascais.charts._drawing.chart import Style
from cascais.charts._drawing.numbers import THIN_SPACE, number
from cascais.charts._drawing.parts import AMOUNT_AXIS, YEAR_AXIS, Spec, quantity, year_ticks

ROOM = 0.06  # of the span of values, above and below


@dataclass(frozen=True, slots=True)
class YearValue:
    """A year and its value, None where too many days are missing."""

    year: int
    value: float | None
    missing_days: int = 0


@dataclass(frozen=True, slots=True)
class Measure:
    """What is drawn: the index, its unit in words, and whether its amounts start at nought."""

    place: str
    title: str
    unit: str
    is_amount: bool = True

    def written(self, value: float, style: Style, *, is_signed: bool = False) -> str:
        """A value with its unit."""
        sign = "+" if is_signed and value > 0 else ""
        return f"{sign}{number(value, style.language)}{THIN_SPACE}{style.translate(self.unit)}"


@dataclass(frozen=True, slots=True)
class Plane:
    """Limits of years and of values."""

    first: int
    last: int
    low: float
    high: float
    is_amount: bool

    @classmethod
    def around(cls, years: Sequence[int], values: Iterable[float], *, is_amount: bool) -> Plane:
        """The plane that holds all years and values, from nought on for amounts."""
        found = list(values)
        low, high = min(found), max(found)
        if is_amount:
            low, high = min(0.0, low), max(0.0, high)
        room = ROOM * (high - low) or 1.0
        return cls(
            min(years), max(years), low if is_amount and low == 0 else low - room, high + room, is_amount
        )

    def x(self, field: str = "year", **more: object) -> Spec:
        """The channel of years."""
        scale = {"domain": [self.first - 1, self.last + 1], "nice": False, "zero": False}
        return quantity(
            field, scale=scale, axis={**YEAR_AXIS, "values": year_ticks(self.first, self.last)}, **more
        )

    def y(self, field: str, **more: object) -> Spec:
        """The channel of values."""
        scale = {"domain": [self.low, self.high], "nice": False, "zero": self.is_amount}
        return quantity(field, scale=scale, axis={**AMOUNT_AXIS, "grid": True}, **more)


def known(series: Iterable[YearValue]) -> list[tuple[int, float]]:
    """The years that have a value.

    >>> known([YearValue(2000, 3.0), YearValue(2001, None)])
    [(2000, 3.0)]
    """
    return [(each.year, each.value) for each in series if each.value is not None]
