"""Levels of global warming: the years in which a model's world is 1.5, 2 or 3 °C warmer than before industry.

Models warm at different speeds; compared at the same level of global warming they agree better than in the same years.
The global mean temperatures, or the years, come from whoever gives them: there is no number of a model in here.
The method is that of the interactive atlas of IPCC AR6 WGI (https://doi.org/10.1017/9781009157896.021): the first
window of 20 years whose mean reaches the level above the mean of 1850 to 1900.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cascais.errors import InputError, Problem

LEVELS = (1.5, 2.0, 3.0, 4.0)
"""Levels of global warming [°C] as IPCC AR6 uses them."""
WINDOW_YEARS = 20
BASE = (1850, 1900)
COLUMNS = ("model", "scenario", "level", "first_year", "last_year")


@dataclass(frozen=True, slots=True)
class WarmWindow:
    """The years in which a run of a model has reached a level; none of them where it never does."""

    model: str
    scenario: str
    level: float
    first_year: int | None
    last_year: int | None

    @property
    def is_reached(self) -> bool:
        """Whether the run reaches the level at all."""
        return self.first_year is not None


def first_window(
    years: NDArray[np.int64], temperature: NDArray[np.float64], level: float, window: int = WINDOW_YEARS,
    base: tuple[int, int] = BASE,
) -> tuple[int, int] | None:  # fmt: skip
    """First and last year of the first window whose mean lies at least `level` [°C] above the mean of the base years.

    `temperature` is the global mean of each year [°C or K], of the past and a scenario joined. None where the level is
    not reached, or not within a window that is all there. Raises InputError where the years are not consecutive or
    the base years are not among them.

    >>> years = np.arange(1850, 2101)
    >>> warming = np.where(years > 1900, (years - 1900) * 0.02, 0.0)
    >>> first_window(years, warming, 2.0)
    (1991, 2010)
    """
    if len(years) != len(temperature) or np.any(np.diff(years) != 1):
        raise InputError(Problem("The years of the global temperature are not consecutive.", column="year"))
    in_base = (years >= base[0]) & (years <= base[1])
    if in_base.sum() < base[1] - base[0] + 1 or np.isnan(temperature[in_base]).any():
        raise InputError(
            Problem(
                "The base years of the global temperature are not all there.",
                column="year", value=f"{years[0]} – {years[-1]}" if len(years) else "", allowed=f"{base[0]} – {base[1]}",
            )
        )  # fmt: skip
    if len(years) < window:
        return None
    means = np.lib.stride_tricks.sliding_window_view(temperature, window).mean(axis=1)
    # A mean of equal numbers may miss them by rounding.
    reached = np.flatnonzero(means - temperature[in_base].mean() >= level - 1e-9)
    if not len(reached):
        return None
    return int(years[reached[0]]), int(years[reached[0]]) + window - 1


def windows(
    model: str, scenario: str, years: NDArray[np.int64], temperature: NDArray[np.float64],
    levels: Sequence[float] = LEVELS,
) -> tuple[WarmWindow, ...]:  # fmt: skip
    """The window of each level for one run.

    >>> years = np.arange(1850, 2101)
    >>> found = windows("M", "ssp245", years, np.maximum(years - 1900, 0) * 0.02)
    >>> [(each.level, each.first_year) for each in found]
    [(1.5, 1966), (2.0, 1991), (3.0, 2041), (4.0, None)]
    """
    found = ((level, first_window(years, temperature, level)) for level in levels)
    return tuple(WarmWindow(model, scenario, level, *(span or (None, None))) for level, span in found)


def read_table(text: str, file: str = "") -> tuple[WarmWindow, ...]:
    """Windows from a table (CSV) with the columns model, scenario, level, first_year, last_year; blank: not reached.

    Raises InputError with every row that cannot be read.

    >>> read_table("model,scenario,level,first_year,last_year\\nM,rcp85,2.0,2031,2050\\n")[0].last_year
    2050
    """
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise InputError(
            Problem("Columns are missing.", file=file, value=", ".join(missing), allowed=", ".join(COLUMNS))
        )
    found, problems = [], []
    for row, cells in enumerate(reader, start=2):
        try:
            found.append(_window(cells))
        except (ValueError, TypeError):
            value = ", ".join(str(cells[column]) for column in COLUMNS)
            problems.append(
                Problem(
                    "The row cannot be read.",
                    file=file,
                    row=row,
                    value=value,
                    allowed="M, rcp85, 2.0, 2031, 2050",
                )
            )
    if problems:
        raise InputError(problems)
    return tuple(found)


def at_level(
    values: NDArray[np.float64], years: NDArray[np.int64], window: WarmWindow
) -> NDArray[np.float64] | None:
    """The rows (year, cells) of the years of a window; none where the level is not reached or years are lacking.

    >>> at_level(np.arange(4.0)[:, np.newaxis], np.arange(2001, 2005), WarmWindow("M", "", 2.0, 2002, 2003)).tolist()
    [[1.0], [2.0]]
    """
    if window.first_year is None or window.last_year is None:
        return None
    inside = (years >= window.first_year) & (years <= window.last_year)
    return values[inside] if int(inside.sum()) == window.last_year - window.first_year + 1 else None


def _window(cells: dict[str, str]) -> WarmWindow:
    level = float(cells["level"])
    first, last = (int(cells[key]) if cells[key].strip() else None for key in ("first_year", "last_year"))
    if not math.isfinite(level) or (first is None) != (last is None) or (first and last and last < first):
        raise ValueError(cells)
    return WarmWindow(cells["model"].strip(), cells["scenario"].strip(), level, first, last)
