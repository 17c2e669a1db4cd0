"""Many members at once: their inventories as one table of lines, their totals and commitments as dense arrays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from cascais.inventory.activities import ActivityTable, FloatArray, IntArray, carrier_codes, sector_codes
from cascais.inventory.emissions import Inventory, compute
from cascais.inventory.factors import GASES, Options, gwp_weights
from cascais.inventory.uncertainty import error_model
from cascais.pathways.judgement import DEFAULT, STATUSES, Assumptions, Status
from cascais.pathways.many import (
    BudgetColumns,
    StatusColumns,
    budget_columns,
    many_commitments,
    path_levels,
    status_columns,
    sums,
)
from cascais.pathways.observed import Observations, Places, many_series, together
from cascais.pathways.series import Observation, Scope, Series
from cascais.pathways.targets import Target
from cascais.workflows.commitments import with_base_year


@dataclass(frozen=True, slots=True)
class MemberLines:
    """Activities of many members: `row` (n,) says to which inventory a line belongs.

    An inventory is a member in a year: `member` (R,) and `year` (R,) describe the R of them, `country` gives
    each member's ISO code.
    """

    activities: ActivityTable
    row: IntArray
    member: IntArray
    year: IntArray
    country: tuple[str, ...]
    population: FloatArray  # (R,), NaN where unknown


@dataclass(frozen=True, slots=True)
class NetworkTotals:
    """Totals of R inventories: by sector (R, S), by gas (R, 5) and by carrier (R, C), all in t CO2e.

    `half_width_t` (R,) is half of the 95 % interval of the total by error propagation. `parts` are the emissions
    line by line, one inventory a country.
    """

    lines: MemberLines
    parts: tuple[Inventory, ...]
    total_t: FloatArray
    half_width_t: FloatArray
    by_sector: FloatArray
    by_gas: FloatArray
    by_carrier: FloatArray

    @property
    def per_capita_t(self) -> FloatArray:
        """Emissions per inhabitant (R,), NaN where the population is unknown."""
        return self.total_t / self.lines.population

    def observation(self, row: int) -> Observation:
        """One inventory's total as an observation for its member's series."""
        total, population = float(self.total_t[row]), float(self.lines.population[row])
        return Observation(
            year=int(self.lines.year[row]),
            emissions_t=total,
            uncertainty=float(self.half_width_t[row]) / abs(total) if total else None,
            population=None if np.isnan(population) else population,
        )


@dataclass(frozen=True, slots=True)
class TargetColumns:
    """One target of M members: statuses and budgets (M,), and the path in the years asked for (M, Y) [t CO2e]."""

    target: Target
    statuses: StatusColumns
    budgets: BudgetColumns
    path_t: FloatArray


CELLS_PER_LINE = 16
"""Up to as many cells for each line, sums over pairs of inventory and factor are counted instead of sorted."""


def network_totals(lines: MemberLines, options: Options) -> NetworkTotals:
    """Compute every member's inventories together, country by country for the sake of national factors."""
    rows = len(lines.year)
    by_sector = np.zeros((rows, len(sector_codes())))
    by_carrier = np.zeros((rows, len(carrier_codes())))
    by_gas, squares = np.zeros((rows, len(GASES))), np.zeros(rows)
    parts = []
    for country, chosen in _by_country(lines):
        part = lines.activities if isinstance(chosen, slice) else lines.activities.part(chosen)
        inventory = compute(part, replace(options, country=country))
        row = lines.row[chosen].astype(np.intp)
        by_sector += _by(row, part.sector, inventory.co2e_t, by_sector.shape)
        by_carrier += _by(row, part.carrier, inventory.co2e_t, by_carrier.shape)
        by_gas += _by_gas(inventory, row, rows)
        squares += _squares(inventory, row, rows)
        parts.append(inventory)
    total_t, half_width_t = by_gas.sum(axis=1), np.sqrt(squares)
    return NetworkTotals(lines, tuple(parts), total_t, half_width_t, by_sector, by_gas, by_carrier)


def _by_country(lines: MemberLines) -> Iterator[tuple[str, Places | slice]]:
    """The countries that have lines, each with the places of its own; a slice where all lines are of one country."""
    codes = {country: code for code, country in enumerate(dict.fromkeys(lines.country))}
    if len(codes) == 1 and len(lines.row):
        yield lines.country[0], slice(None)
        return
    of_member = np.array([codes[country] for country in lines.country], dtype=np.int32)
    of_line = of_member[lines.member][lines.row]
    for country, code in codes.items():
        chosen = np.flatnonzero(of_line == code)
        if chosen.size:
            yield country, chosen


def _by(row: Places, code: IntArray, weights: FloatArray, shape: tuple[int, ...]) -> FloatArray:
    """Sums (R, C) over the lines of each inventory and code."""
    return sums(row * shape[1] + code, weights, shape[0] * shape[1]).reshape(shape)


def _by_gas(inventory: Inventory, row: Places, rows: int) -> FloatArray:
    """Emissions (R, 5) of each inventory by gas [t CO2e]."""
    found = np.stack([sums(row, column, rows) for column in inventory.gas_t.T], axis=1)
    found *= gwp_weights(inventory.gwp_set)
    return found


def _squares(inventory: Inventory, row: Places, rows: int) -> FloatArray:
    """Squared half width of each inventory's total [t²]: independent errors of lines, shared ones of factors."""
    model = error_model(inventory)
    independent = sums(row, (model.co2e_t * model.independent) ** 2, rows)
    groups = int(model.group.max(initial=0)) + 1
    pair, shared_t = row * groups + model.group, model.co2e_t * model.shared
    if rows * groups <= CELLS_PER_LINE * len(row):
        by_group = sums(pair, shared_t, rows * groups).reshape(rows, groups)
        independent += np.einsum("ij,ij->i", by_group, by_group)
        return independent
    used, position = np.unique(pair, return_inverse=True)
    return independent + sums(used // groups, sums(position, shared_t, len(used)) ** 2, rows)


def network_statuses(
    totals: NetworkTotals,
    targets: Iterable[Target],
    years: FloatArray,
    *,
    scope: Scope | None = None,
    assumptions: Assumptions = DEFAULT,
) -> tuple[TargetColumns, ...]:
    """Status, budget and path of every target for every member, as columns over the members.

    `scope` is what the totals cover. The numbers are those of `status`, `budget` and `level` for one member.
    """
    uncertainty = np.where(totals.total_t == 0, np.nan, totals.half_width_t) / np.abs(totals.total_t)
    observations = Observations(
        totals.lines.year.astype(np.float64),
        totals.total_t,
        uncertainty,
        totals.lines.population,
        np.zeros(len(totals.total_t), dtype=bool),
    )
    series = many_series(len(totals.lines.country), totals.lines.member, observations, scope)
    return tuple(
        TargetColumns(
            asked.target, status_columns(asked, assumptions), budget_columns(asked), path_levels(asked, years)
        )
        for asked in many_commitments(series, targets)
    )


@dataclass(frozen=True, slots=True)
class JudgedMember:
    """A member as one target judges it: its series, and what a back-cast of 1990 starts from.

    `earliest` are the emissions by sector [t CO2e] of its first inventory.
    """

    series: Series
    country: str = ""
    earliest: Mapping[str, float] = field(default_factory=dict)
    populations: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SharedStatuses:
    """The status of one target for M members: the words, the probabilities, and whose base year is a back-cast."""

    statuses: tuple[Status, ...]
    probability: FloatArray  # (M,), NaN where it cannot be told
    is_estimated: NDArray[np.bool_]  # (M,)


def shared_statuses(
    members: Sequence[JudgedMember], target: Target, assumptions: Assumptions = DEFAULT
) -> SharedStatuses:
    """Judge many members by one target together, each with a back-cast of 1990 where it has no inventory of it.

    >>> from cascais.pathways.targets import standard_target
    >>> riga = Series((Observation(1990, 4_569_204, 0.10), Observation(2020, 1_837_041, 0.10)))
    >>> shared_statuses([JudgedMember(riga)], standard_target("climate_alliance_2050")).statuses[0].value
    'on_track'
    """
    completed = [_with_base_year(member, target) for member in members]
    (asked,) = many_commitments(together(completed), [target])
    found = status_columns(asked, assumptions)
    return SharedStatuses(
        tuple(STATUSES[code] for code in found.code), found.probability, asked.base.is_estimated
    )


def _with_base_year(member: JudgedMember, target: Target) -> Series:
    series, _backcast = with_base_year(
        member.series,
        [target],
        country=member.country,
        earliest=member.earliest,
        populations=member.populations,
    )
    return series
