"""What the stored results say of a member, and of all members by one index."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from cascais.charts.climate_series import ClimateTrend
from cascais.charts.return_levels import Level
from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import CLIMATE_INDICES, HAZARDS
from cascais.hazards.periods import PERIODS, Period
from cascais.web.hazards import store
from cascais.web.hazards.models import HazardDataset, HazardPlace
from cascais.web.hazards.policy import SEE_DATASET
from cascais.web.members.models import Member
from cascais.web.permissions import User

DETECTABLE = 0.05
"""A trend is called detectable where chance alone would bring one as strong less often than this."""
MEASURED = "observed"


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of some years [unit of the index]; of several models their median, with the lowest and the highest."""

    first: int
    last: int
    value: float
    low: float | None = None
    high: float | None = None
    scenario: str = MEASURED
    models: int = 1


@dataclass(frozen=True, slots=True)
class IndexRow:
    """A climate index at a place: means of the past and of scenarios, trend and levels."""

    index: ClimateIndex
    means: tuple[Mean, ...] = ()
    futures: tuple[Mean, ...] = ()
    trend: ClimateTrend | None = None
    levels: tuple[Level, ...] = ()

    @property
    def then(self) -> Mean | None:
        """The first thirty years, where there are two spans to compare."""
        return self.means[0] if len(self.means) > 1 else None

    @property
    def now(self) -> Mean | None:
        """The latest thirty years."""
        return self.means[-1] if self.means else None

    @property
    def change(self) -> float | None:
        """The latest mean less the first one."""
        return self.now.value - self.then.value if self.now and self.then else None

    @property
    def direction(self) -> str:
        """Whether the index rises, falls, or neither beyond chance."""
        if self.trend is None:
            return "unknown"
        if not self.trend.is_detectable or not self.trend.per_decade:
            return "unclear"
        return "rising" if self.trend.per_decade > 0 else "falling"


@dataclass(frozen=True, slots=True)
class Group:
    """A hazard with its indices."""

    key: str
    title: str
    rows: tuple[IndexRow, ...]


def seen_places(user: User, member: Member) -> list[HazardPlace]:
    """The data sets that speak of a member, the newest first; those whose files are not here are passed over."""
    seen = SEE_DATASET.rows(user, HazardDataset.objects.all())
    found = HazardPlace.objects.filter(member=member, dataset__in=seen).select_related("dataset")
    return [
        each for each in found.order_by("-dataset__imported_at", "-dataset__pk") if _is_here(each.dataset)
    ]


def seen_datasets(user: User) -> list[HazardDataset]:
    """The data sets that a person may see and whose files are here, the newest first."""
    return [each for each in SEE_DATASET.rows(user, HazardDataset.objects.all()) if _is_here(each)]


def _is_here(dataset: HazardDataset) -> bool:
    return store.is_there(dataset.sha256) and store.is_there(dataset.summary_sha256)


def groups(place: HazardPlace, member: Member) -> tuple[Group, ...]:
    """All indices of the year that there are, each under the first hazard it speaks of."""
    summary = store.of_place(place.dataset.summary_sha256, member.slug).filter(pl.col("period") == "year")
    rows = {
        key: index_row(CLIMATE_INDICES[key], part)
        for key, part in _by(summary, "index")
        if key in CLIMATE_INDICES
    }
    known = [row for row in rows.values() if row.now]
    found = []
    for hazard, title in HAZARDS.items():
        inside = tuple(row for row in known if (row.index.hazards or ("",))[0] == hazard)
        if inside:
            found.append(Group(hazard, title, inside))
    return tuple(found)


def index_row(index: ClimateIndex, statements: Iterable[dict[str, Any]]) -> IndexRow:
    """The statements about one index of one place and period."""
    rows = list(statements)
    means = [row for row in rows if row["statement"] == "mean"]
    past = [row for row in rows if row["scenario"] == MEASURED]
    return IndexRow(
        index,
        tuple(_means([row for row in means if row["scenario"] == MEASURED])),
        tuple(_means([row for row in means if row["scenario"] not in (MEASURED, "historical")])),
        next((_trend(row) for row in past if row["statement"] == "trend"), None),
        tuple(
            Level(row["return_years"], row["value"], row["low"], row["high"])
            for row in sorted(past, key=lambda row: row["return_years"] or 0)
            if row["statement"] == "level"
        ),
    )


def _means(rows: Sequence[dict[str, Any]]) -> list[Mean]:
    spans = sorted({(row["scenario"], row["from_year"], row["to_year"]) for row in rows})
    found = []
    for scenario, first, last in spans:
        values = [row["value"] for row in rows if (row["scenario"], row["from_year"]) == (scenario, first)]
        several = len(values) > 1
        low, high = (min(values), max(values)) if several else (None, None)
        found.append(Mean(first, last, statistics.median(values), low, high, scenario, len(values)))
    return found


def _trend(row: dict[str, Any]) -> ClimateTrend:
    is_detectable = row["p_value"] < DETECTABLE
    return ClimateTrend(
        row["value"], row["low"], row["high"], row["from_year"], row["to_year"], is_detectable
    )


def _by(frame: pl.DataFrame, column: str) -> Iterable[tuple[str, list[dict[str, Any]]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in frame.iter_rows(named=True):
        found.setdefault(str(row[column]), []).append(row)
    return sorted(found.items())


def by_place(dataset: HazardDataset, index: ClimateIndex, period: str) -> dict[str, IndexRow]:
    """One index at all places of a data set."""
    summary = store.of_index(dataset.summary_sha256, index.key, period)
    return {key: index_row(index, rows) for key, rows in _by(summary, "place")}


def known_periods(frame: pl.DataFrame) -> list[Period]:
    """The periods of which there are values, in the order of the year."""
    there = set(frame["period"].unique().to_list())
    return [period for key, period in PERIODS.items() if key in there]
