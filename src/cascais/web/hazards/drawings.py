"""The charts of a member's climate index, and of one index at all members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from cascais.charts import Chart, EmptyChart
from cascais.charts.climate_calendar import ClimateCalendar, climate_calendar
from cascais.charts.climate_change_map import ChangingPlace, ClimateChangeMap, climate_change_map
from cascais.charts.climate_series import ClimateSeries, ScenarioBand, YearValue, climate_series
from cascais.charts.climate_stripes import ClimateStripes, climate_stripes
from cascais.charts.return_levels import ReturnLevels, return_levels
from cascais.hazards.index import ClimateIndex
from cascais.hazards.periods import MONTH_TITLES
from cascais.web.display.language import page_style
from cascais.web.display.texts import translated
from cascais.web.hazards.models import HazardPlace
from cascais.web.hazards.reads import MEASURED, IndexRow, Mean
from cascais.web.hazards.words import measure, scenario_title
from cascais.web.members.models import Member

LOWEST = ("coldest_day", "coldest_night")
CALENDAR_FROM = 1961
"""Months of earlier years are in the download: cells of two and a half centuries would be too narrow to see."""


def charts(
    place: HazardPlace, row: IndexRow, values: pl.DataFrame, period: str
) -> tuple[Chart | EmptyChart, ...]:
    """The charts that the results of an index allow."""
    measured = values.filter(pl.col("scenario") == MEASURED)
    years = _years(measured.filter(pl.col("period") == period))
    drawn = [_series(place, row, years), _stripes(place, row, years)]
    if row.levels:
        drawn.append(_levels(place, row, years))
    is_month = pl.col("period").str.contains(r"^\d\d$") & (pl.col("year") >= CALENDAR_FROM)
    by_month = measured.filter(is_month & pl.col("value").is_not_null())
    if not by_month.is_empty():
        drawn.append(_calendar(place, row.index, by_month))
    return tuple(drawn)


def _years(values: pl.DataFrame) -> tuple[YearValue, ...]:
    rows = values.sort("year").select("year", "value", "missing_days").iter_rows()
    return tuple(YearValue(*row) for row in rows)


def _series(place: HazardPlace, row: IndexRow, years: tuple[YearValue, ...]) -> Chart | EmptyChart:
    means = tuple((each.first, each.last, each.value) for each in row.means)
    bands = tuple(
        ScenarioBand(
            translated(scenario_title(key)),
            tuple(_point(each) for each in row.futures if each.scenario == key),
        )
        for key in dict.fromkeys(each.scenario for each in row.futures)
    )
    told = measure(place.member.local_name, row.index)
    return climate_series(
        ClimateSeries(told, years, means, row.trend, bands, place.source_line), page_style()
    )


def _point(mean: Mean) -> tuple[int, float, float, float]:
    low = mean.value if mean.low is None else mean.low
    high = mean.value if mean.high is None else mean.high
    return (mean.first + mean.last + 1) // 2, mean.value, low, high


def _stripes(place: HazardPlace, row: IndexRow, years: tuple[YearValue, ...]) -> Chart | EmptyChart:
    told, base = measure(place.member.local_name, row.index), row.means[0] if row.means else None
    if base is None:
        return climate_stripes(ClimateStripes(told, ()), page_style())
    record = ClimateStripes(
        told, years, base.value, base.first, base.last, _is_red_above(row.index), place.source_line
    )
    return climate_stripes(record, page_style())


def _is_red_above(index: ClimateIndex) -> bool:
    """Red stands for hot and for dry: above the mean, or below it where an index counts frost, cold or rain."""
    is_of_cold = index.hazards[:1] == ("extreme_cold",) and index.unit != "°C"
    is_of_rain = index.needs == ("pr",) and "dry" not in index.key
    return not (is_of_cold or is_of_rain)


def _levels(place: HazardPlace, row: IndexRow, years: Sequence[YearValue]) -> Chart | EmptyChart:
    first = row.trend.first if row.trend else 0
    extremes = tuple(each.value for each in years if each.value is not None and each.year >= first)
    is_lowest = row.index.key in LOWEST
    told = measure(place.member.local_name, row.index)
    return return_levels(ReturnLevels(told, row.levels, extremes, is_lowest, place.source_line), page_style())


def _calendar(place: HazardPlace, index: ClimateIndex, by_month: pl.DataFrame) -> Chart | EmptyChart:
    cells = tuple(
        (year, int(month), value) for year, month, value in by_month.select("year", "period", "value").rows()
    )
    record = ClimateCalendar(measure(place.member.local_name, index), cells, MONTH_TITLES, place.source_line)
    return climate_calendar(record, page_style())


def change_map(
    index: ClimateIndex, members: Sequence[Member], rows: Mapping[str, IndexRow], source: str
) -> Chart | EmptyChart:
    """Members with results, by the direction of their trend."""
    places = tuple(
        ChangingPlace(each.local_name, each.latitude, each.longitude, rows[each.slug].direction)
        for each in members
        if each.slug in rows and each.latitude is not None and each.longitude is not None
    )
    return climate_change_map(ClimateChangeMap(index.title, places, source), page_style())
