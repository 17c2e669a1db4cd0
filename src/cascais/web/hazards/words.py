"""Units, rules and findings of climate indices in the words of the pages."""

from __future__ import annotations

from collections.abc import Mapping

from cascais.charts.climate_series import ClimateTrend, Measure, trend_sentence
from cascais.hazards.index import ClimateIndex
from cascais.hazards.missing import MissingRule
from cascais.text import Message, _, message
from cascais.web.display.language import page_style

UNITS: Mapping[str, str] = {
    "d": _("days"),
    "%": _("% of days"),
    "°C d": _("degree days"),
    "1": _("times"),
    "day": _("day of the year"),
    "mm/d": _("mm a wet day"),
}
"""Units that read better in words; the others stand as they are."""
NOT_FROM_NOUGHT = ("°C", "day")
SCENARIOS: Mapping[str, str] = {
    "observed": _("measured"),
    "historical": _("modelled past"),
    "rcp26": _("RCP2.6: strong climate protection"),
    "rcp45": _("RCP4.5: some climate protection"),
    "rcp85": _("RCP8.5: no climate protection"),
    "ssp126": _("SSP1-2.6: strong climate protection"),
    "ssp245": _("SSP2-4.5: some climate protection"),
    "ssp370": _("SSP3-7.0: little climate protection"),
    "ssp585": _("SSP5-8.5: no climate protection"),
}


def unit_words(unit: str) -> str:
    """A unit as a reader says it."""
    return UNITS.get(unit, unit)


def measure(place: str, index: ClimateIndex) -> Measure:
    """What a chart needs to know of an index."""
    return Measure(place, index.title, unit_words(index.unit), is_amount=index.unit not in NOT_FROM_NOUGHT)


def scenario_title(key: str) -> str:
    """A scenario in words, or its key where it has none."""
    return SCENARIOS.get(key, key)


def missing_sentence(rule: MissingRule) -> Message:
    """When an index is not computed for want of days."""
    if rule.share < 1:
        return message(
            "Not computed where more than {share} % of the days of the period are missing.",
            share=round(100 * rule.share),
        )
    if rule.year == 0:
        return message("Not computed where any day of the period is missing.")
    return message(
        "Not computed where more than {month} days of a month, {season} of a season or {year} of a year are missing.",
        month=rule.month,
        season=rule.season,
        year=rule.year,
    )


def trend_words(place: str, index: ClimateIndex, trend: ClimateTrend | None) -> Message:
    """What the trend of an index says."""
    return trend_sentence(measure(place, index), trend, page_style())


def comparison(index: ClimateIndex, before: tuple[str, str], after: tuple[str, str]) -> Message:
    """Then and now in one sentence; each a span of years and a value with its unit."""
    style = page_style()
    return message(
        "{index}: on average {before} in a year of {then}, {after} in {now}.",
        index=style.translate(index.title),
        before=before[1],
        then=before[0],
        after=after[1],
        now=after[0],
    )
