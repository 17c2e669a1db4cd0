"""Many members at once: their inventories as one table of lines, their totals as dense arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from cascais.inventory.activities import ActivityTable, FloatArray, IntArray, carrier_codes, sector_codes
from cascais.inventory.emissions import Inventory, compute
from cascais.inventory.factors import GASES, Options, gwp_weights
from cascais.inventory.uncertainty import error_model
from cascais.pathways.series import Observation


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

    `half_width_t` (R,) is half of the 95 % interval of the total by error propagation.
    """

    lines: MemberLines
    total_t: FloatArray
    half_width_t: FloatArray
    by_sector: FloatArray
    by_gas: FloatArray
    by_carrier: FloatArray
    per_capita_t: FloatArray

    def observation(self, row: int) -> Observation:
        """One inventory's total as an observation for its member's series."""
        total, population = float(self.total_t[row]), float(self.lines.population[row])
        return Observation(
            year=int(self.lines.year[row]),
            emissions_t=total,
            uncertainty=float(self.half_width_t[row]) / abs(total) if total else None,
            population=None if np.isnan(population) else population,
        )


def network_totals(lines: MemberLines, options: Options) -> NetworkTotals:
    """Compute every member's inventories together, country by country for the sake of national factors."""
    line_country = (
        np.array(lines.country)[lines.member][lines.row] if len(lines.row) else np.array([], dtype=str)
    )
    rows = len(lines.year)
    totals = _empty(lines, rows)
    for country in np.unique(line_country):
        chosen = np.flatnonzero(line_country == country)
        part = lines.activities if len(chosen) == len(lines.row) else _part(lines.activities, chosen)
        inventory = compute(part, replace(options, country=str(country)))
        _add(totals, inventory, lines.row[chosen], rows)
    return replace(
        totals,
        half_width_t=np.sqrt(totals.half_width_t),
        per_capita_t=totals.total_t / lines.population,
    )


def _empty(lines: MemberLines, rows: int) -> NetworkTotals:
    return NetworkTotals(
        lines=lines,
        total_t=np.zeros(rows),
        half_width_t=np.zeros(rows),
        by_sector=np.zeros((rows, len(sector_codes()))),
        by_gas=np.zeros((rows, len(GASES))),
        by_carrier=np.zeros((rows, len(carrier_codes()))),
        per_capita_t=np.zeros(rows),
    )


def _add(totals: NetworkTotals, inventory: Inventory, row: IntArray, rows: int) -> None:
    """Add one country's lines to the totals; `half_width_t` gathers squares until all are in."""
    table = inventory.activities
    totals.total_t[:] += np.bincount(row, weights=inventory.co2e_t, minlength=rows)
    for target, code in ((totals.by_sector, table.sector), (totals.by_carrier, table.carrier)):
        width = target.shape[1]
        sums = np.bincount(row * width + code, weights=inventory.co2e_t, minlength=rows * width)
        target += sums.reshape(rows, width)
    weights = gwp_weights(inventory.gwp_set)
    for gas in range(len(GASES)):
        totals.by_gas[:, gas] += (
            np.bincount(row, weights=inventory.gas_t[:, gas], minlength=rows) * weights[gas]
        )
    totals.half_width_t[:] += _squares(inventory, row, rows)


def _squares(inventory: Inventory, row: IntArray, rows: int) -> FloatArray:
    """Squared half width of each inventory's total [t²]: independent errors of lines, shared ones of factors."""
    model = error_model(inventory)
    independent = np.bincount(row, weights=(model.co2e_t * model.independent) ** 2, minlength=rows)
    groups = int(model.group.max(initial=0)) + 1
    pair, position = np.unique(row.astype(np.int64) * groups + model.group, return_inverse=True)
    shared = np.bincount(position, weights=model.co2e_t * model.shared, minlength=len(pair)) ** 2
    return independent + np.bincount(pair // groups, weights=shared, minlength=rows)


def _part(table: ActivityTable, chosen: IntArray) -> ActivityTable:
    return ActivityTable(
        year=table.year[chosen],
        sector=table.sector[chosen],
        carrier=table.carrier[chosen],
        amount=table.amount[chosen],
        unit=table.unit[chosen],
        supplier=table.supplier[chosen],
        uncertainty=table.uncertainty[chosen],
        reported_t=table.reported_t[chosen],
        suppliers=table.suppliers,
    )


def sector_sums(totals: NetworkTotals, row: int) -> Mapping[str, float]:
    """Emissions [t CO2e] by sector of one inventory, sectors that occur only."""
    return {
        key: float(totals.by_sector[row, code])
        for key, code in sector_codes().items()
        if totals.by_sector[row, code]
    }
