"""One climate index at all members of a data set: the choice that the address makes, and the rows of the table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import CLIMATE_INDICES
from cascais.web.display.sorting import Order
from cascais.web.display.templatetags.display import country_title
from cascais.web.hazards.models import HazardDataset, HazardPlace
from cascais.web.hazards.reads import IndexRow, by_place, seen_datasets
from cascais.web.permissions import User

DEFAULT_INDEX = "hot_days"
SORTS = ("name", "country", "now", "then", "change", "trend")
PERIODS_OFFERED = ("year", "DJF", "MAM", "JJA", "SON")
ON_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class NetworkRow:
    """A member with its index."""

    place: HazardPlace
    row: IndexRow

    def sort_value(self, key: str) -> float | str | None:
        """What the table is sorted by; None comes last."""
        row = self.row
        found: dict[str, float | str | None] = {
            "name": self.place.member.local_name,
            "country": self.place.member.country,
            "now": row.now.value if row.now else None,
            "then": row.then.value if row.then else None,
            "change": row.change,
            "trend": row.trend.per_decade if row.trend else None,
        }
        return found[key]


@dataclass(frozen=True, slots=True)
class NetworkClimate:
    """What the page shows: the choice, what can be chosen, and the members."""

    index: ClimateIndex
    period: str
    country: str
    countries: tuple[tuple[str, str], ...]
    datasets: tuple[HazardDataset, ...]
    dataset: HazardDataset | None
    order: Order
    rows: tuple[NetworkRow, ...] = ()

    def page(self, number: str) -> Page[NetworkRow]:
        """A part of the table."""
        return Paginator(self.rows, ON_A_PAGE).get_page(number)

    @property
    def by_slug(self) -> dict[str, IndexRow]:
        """The rows by member."""
        return {each.place.member.slug: each.row for each in self.rows}

    def counted(self, direction: str) -> int:
        """At how many members the index goes a way."""
        return sum(each.row.direction == direction for each in self.rows)


def network_climate(user: User, parameters: Mapping[str, str]) -> NetworkClimate:
    """What the address asks for, in two queries whatever the number of members."""
    datasets = seen_datasets(user)
    wanted = parameters.get("data", "")
    dataset = next((each for each in datasets if str(each.pk) == wanted), datasets[0] if datasets else None)
    key, period = parameters.get("index", DEFAULT_INDEX), parameters.get("period", "year")
    index = CLIMATE_INDICES[key if key in CLIMATE_INDICES else DEFAULT_INDEX]
    period = period if period in PERIODS_OFFERED and (period == "year" or not index.is_yearly) else "year"
    order = Order.read(parameters, SORTS, "name")
    found = _rows(dataset, index, period) if dataset else []
    countries = {each.place.member.country for each in found}
    country = parameters.get("country", "") if parameters.get("country") in countries else ""
    shown = [each for each in found if not country or each.place.member.country == country]
    named = tuple(sorted(((code, country_title(code)) for code in countries), key=lambda pair: pair[1]))
    return NetworkClimate(
        index, period, country, named, tuple(datasets), dataset, order, _sorted(shown, order)
    )


def _rows(dataset: HazardDataset, index: ClimateIndex, period: str) -> list[NetworkRow]:
    rows = by_place(dataset, index, period)
    places = HazardPlace.objects.filter(dataset=dataset).select_related("member")
    return [NetworkRow(each, rows[each.member.slug]) for each in places if each.member.slug in rows]


def _sorted(rows: Sequence[NetworkRow], order: Order) -> tuple[NetworkRow, ...]:
    known = [each for each in rows if each.sort_value(order.key) is not None]
    unknown = [each for each in rows if each.sort_value(order.key) is None]
    known.sort(key=lambda each: each.place.member.local_name)
    known.sort(key=lambda each: each.sort_value(order.key), reverse=order.is_descending)  # type: ignore[arg-type, return-value]  # one kind per key
    return (*known, *unknown)
