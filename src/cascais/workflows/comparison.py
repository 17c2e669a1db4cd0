"""Two years of one member side by side: what changed by sector, which factors changed, what is in one year only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cascais.inventory import totals
from cascais.inventory.activities import carrier_codes, sector_codes
from cascais.inventory.emissions import Inventory
from cascais.inventory.factors import ResolvedFactor
from cascais.tables import vocabulary

NOTABLE = 0.1
SAME_FACTOR = 1e-4
"""Relative difference up to which two factors are the same but for rounding; a convention of Cascais."""


@dataclass(frozen=True, slots=True)
class SectorDifference:
    """Emissions of a sector in both years [t CO2e], None where the year has no line of the sector."""

    sector: str
    before_t: float | None
    after_t: float | None

    @property
    def change_t(self) -> float | None:
        """Later less earlier year [t CO2e]."""
        return None if self.before_t is None or self.after_t is None else self.after_t - self.before_t

    @property
    def change(self) -> float | None:
        """Change as a share of the earlier year, None where that year has no emissions or was a sink."""
        if self.change_t is None or self.before_t is None or self.before_t <= 0:
            return None
        return self.change_t / self.before_t

    @property
    def size_t(self) -> float:
        """The change without its sign [t CO2e]."""
        return abs(self.change_t or 0.0)

    @property
    def change_size(self) -> float:
        """The change as a share without its sign."""
        return abs(self.change or 0.0)


@dataclass(frozen=True, slots=True)
class FactorDifference:
    """The factor of a carrier [t CO2e per `unit`] in both years, and by what it moved emissions.

    `effect_t` is what the change of the factor alone does to the later year's emissions [t CO2e]: the amount of
    the later year × the difference of the factors.
    """

    carrier: str
    sectors: tuple[str, ...]
    unit: str
    before: float
    after: float
    effect_t: float

    @property
    def effect_size_t(self) -> float:
        """The effect without its sign [t CO2e]."""
        return abs(self.effect_t)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything that differs between two inventories of one member; totals without the land's sinks [t CO2e]."""

    before: Inventory
    after: Inventory
    sectors: tuple[SectorDifference, ...]
    total: SectorDifference
    factors: tuple[FactorDifference, ...]

    @property
    def only_before(self) -> tuple[str, ...]:
        """Sectors that the later year lacks."""
        return tuple(each.sector for each in self.sectors if each.after_t is None)

    @property
    def only_after(self) -> tuple[str, ...]:
        """Sectors that the earlier year lacks."""
        return tuple(each.sector for each in self.sectors if each.before_t is None)

    @property
    def main_factor(self) -> FactorDifference | None:
        """The changed factor to speak of: one that makes up at least a tenth of the change of the total."""
        first = self.factors[0] if self.factors else None
        return first if first and first.effect_size_t >= NOTABLE * self.total.size_t else None

    @property
    def changed_options(self) -> tuple[tuple[str, str, str], ...]:
        """GWP set and factor variant where the two years differ in them: name, earlier, later."""
        pairs = (
            ("gwp_set", self.before.options.gwp_set, self.after.options.gwp_set),
            ("variant", self.before.options.variant, self.after.options.variant),
        )
        return tuple(pair for pair in pairs if pair[1] != pair[2])


def compare(before: Inventory, after: Inventory) -> Comparison:
    """Set two inventories of one member side by side."""
    first, second = totals.by_sector(before), totals.by_sector(after)
    sectors = tuple(
        SectorDifference(sector, first.get(sector), second.get(sector))
        for sector in sector_codes()
        if sector in first or sector in second
    )
    return Comparison(
        before=before,
        after=after,
        sectors=sectors,
        total=SectorDifference("", totals.gross_t(before), totals.gross_t(after)),
        factors=tuple(sorted(_factors(before, after), key=lambda each: -abs(each.effect_t))),
    )


def _factors(before: Inventory, after: Inventory) -> list[FactorDifference]:
    """Changed factors, one for each carrier and pair of values; sectors with the same pair stand together."""
    earlier, later = _factor_of(before), _factor_of(after)
    groups: dict[tuple[str, float, float], list[str]] = {}
    for sector, carrier in later:
        if (sector, carrier) in earlier:
            pair = earlier[sector, carrier], later[sector, carrier]
            if abs(pair[1] - pair[0]) > SAME_FACTOR * max(abs(pair[0]), abs(pair[1])):
                groups.setdefault((carrier, *pair), []).append(sector)
    return [
        FactorDifference(
            carrier,
            tuple(sectors),
            vocabulary.carrier(carrier).unit,
            old,
            new,
            _amount(after, carrier, sectors) * (new - old),
        )
        for (carrier, old, new), sectors in groups.items()
    ]


def _factor_of(inventory: Inventory) -> dict[tuple[str, str], float]:
    """Factor [t CO2e per unit] of each sector and carrier that uses exactly one."""
    found: dict[tuple[str, str], set[float]] = {}
    for line in range(len(inventory.activities)):
        position = int(inventory.factor_of_line[line])
        chosen: ResolvedFactor = inventory.factors.resolved[position]
        if not chosen.is_missing and not inventory.is_reported[line]:
            key = (chosen.key.sector, chosen.key.carrier)
            found.setdefault(key, set()).add(float(inventory.factors.co2e[position]))
    return {key: values.pop() for key, values in found.items() if len(values) == 1}


def _amount(inventory: Inventory, carrier: str, sectors: list[str]) -> float:
    table = inventory.activities
    codes = [sector_codes()[sector] for sector in sectors]
    mask = (table.carrier == carrier_codes()[carrier]) & np.isin(table.sector, codes)
    return float(inventory.quantity[mask].sum())
