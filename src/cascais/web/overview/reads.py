"""What the network pages say about the members that are chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from cascais.web.overview.columns import Columns, Floats, Places, View, Words, view
from cascais.web.overview.filters import FROM_BEST, Asked, asked, chosen
from cascais.web.overview.once import latest_once, successions, years_once
from cascais.workflows.network_view import Sum, sum_of, sums_by_year

GOOD = ("reached", "on_track")


@dataclass(frozen=True, slots=True)
class Network:
    """The columns, what the address asks for, and the places of the members that remain."""

    view: View
    asked: Asked
    places: Places

    @property
    def columns(self) -> Columns:
        return self.view.columns

    @property
    def outdated(self) -> int:
        """Members whose glance another version of code or tables made."""
        return int(self.columns.is_outdated[self.places].sum())

    @property
    def has_old_figures(self) -> bool:
        """Whether anything shown may not be as it is now."""
        return bool(self.view.pending or self.view.missing or self.outdated)


@dataclass(frozen=True, slots=True)
class Standing:
    """How the chosen members stand against the target that all share; those without a territory are not counted."""

    members: int
    judged: int
    on_path: int
    estimated: int
    inventories: int
    counts: tuple[tuple[str, int], ...]


def network(parameters: Mapping[str, str], today: date) -> Network:
    """The members that an address asks for."""
    found = view()
    wanted = asked(parameters, found.columns, today)
    return Network(found, wanted, np.flatnonzero(chosen(found.columns, wanted)))


def standing(found: Network) -> Standing:
    """Count the chosen members by status, the best first."""
    columns = found.columns
    places = found.places[columns.has_territory[found.places]]
    by_status = Counter(columns.status[places].tolist())
    return Standing(
        members=len(places),
        judged=int(columns.is_judged[places].sum()),
        on_path=sum(by_status[name] for name in GOOD),
        estimated=int(columns.is_estimated[places].sum()),
        inventories=int(columns.inventories[places].sum()),
        counts=tuple((name, by_status[name]) for name in FROM_BEST if name in by_status),
    )


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums over the chosen members [t CO2e]: of their latest inventories, by year and by country.

    `before` and `after` are those of the first and the latest inventory of the members that have both.
    """

    latest: Sum
    years: tuple[int, int] | None
    persons: int
    per_head_t: float | None
    before: Sum
    after: Sum
    by_year: tuple[tuple[int, Sum], ...]
    by_country: tuple[tuple[str, Sum], ...]

    @property
    def change(self) -> float | None:
        """Change of the members with two inventories, as a share of the first."""
        return self.after.total_t / self.before.total_t - 1 if self.before.total_t else None


def totals(found: Network) -> Totals:
    """Sum up the chosen members."""
    columns, places = found.columns, found.places
    after = successions()
    weights = latest_once(columns, places, after)
    counts = np.where(weights > 0, weights, np.nan)
    latest_t, width_t = columns.latest_t[places] * counts, columns.half_width_t[places] * counts
    years = columns.latest_year[places][~np.isnan(latest_t)]
    has_both = ~np.isnan(columns.change[places])
    persons = columns.persons[places] * counts
    has_persons = ~np.isnan(persons + latest_t)
    people = float(persons[has_persons].sum())
    series = columns.series.part(np.isin(columns.series.member, places))
    entries = years_once(columns, series, after)
    stays = entries > 0
    return Totals(
        latest=sum_of(latest_t, width_t),
        years=(int(years.min()), int(years.max())) if len(years) else None,
        persons=int(people),
        per_head_t=float(latest_t[has_persons].sum()) / people if people else None,
        before=sum_of((columns.base_t[places] * counts)[has_both], np.zeros(int(has_both.sum()))),
        after=sum_of(latest_t[has_both], width_t[has_both]),
        by_year=sums_by_year(
            series.year[stays], (series.total_t * entries)[stays], (series.half_width_t * entries)[stays]
        ),
        by_country=_by_country(columns.country[places], latest_t, width_t),
    )


def _by_country(countries: Words, latest_t: Floats, width_t: Floats) -> tuple[tuple[str, Sum], ...]:
    found = []
    for country in np.unique(countries).tolist():
        chosen_ones = countries == country
        found.append((country, sum_of(latest_t[chosen_ones], width_t[chosen_ones])))
    return tuple(sorted((each for each in found if each[1].members), key=lambda each: -each[1].total_t))
