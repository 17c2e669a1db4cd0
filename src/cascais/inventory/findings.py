"""What a check looks at and what it says: the subject, the finding, the check itself.

A check is a function from a `Subject` (an inventory with whatever else is known about it) to findings. It never
changes a number. Everything but the inventory is optional: a check that lacks what it needs says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

import numpy as np

from cascais.inventory.emissions import Inventory
from cascais.tables import vocabulary
from cascais.text import Message, _, message

SCOPE_2 = frozenset({"electricity", "district_heat", "grid_energy"})
LOSSES = "losses"
"""The subsector of lines that hold the losses of electricity and heat on their way (scope 3)."""


class Severity(StrEnum):
    """What a finding stops, from the gravest to the mildest."""

    BLOCKS_EDITING = "blocks_editing"
    BLOCKS_PUBLISHING = "blocks_publishing"
    WARNS = "warns"
    INFORMS = "informs"

    @property
    def rank(self) -> int:
        """Position from the gravest (0) to the mildest."""
        return list(Severity).index(self)

    @property
    def is_blocking(self) -> bool:
        """Whether the finding has to be dealt with before the inventory is published."""
        return self in (Severity.BLOCKS_EDITING, Severity.BLOCKS_PUBLISHING)

    @property
    def in_words(self) -> str:
        """The severity as a reader would say it."""
        return SEVERITY_TITLES[self]


SEVERITY_TITLES = {
    Severity.BLOCKS_EDITING: _("Must be put right before anything else"),
    Severity.BLOCKS_PUBLISHING: _("Must be put right before publishing"),
    Severity.WARNS: _("Probably wrong: please look"),
    Severity.INFORMS: _("Worth knowing"),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a check noticed: what, where, why it is likely wrong, what to do.

    `value` is what was found, as a reader would recognise it; `lines` are positions in the inventory.
    """

    rule: str
    severity: Severity
    place: Message | str
    value: str
    why: Message
    what_to_do: Message
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the inventory as the checks see it.

    `quantity` is in `unit`, the carrier's canonical unit, None where no amount is given; `factor` in t CO2e per
    unit, None where there is none; `printed_t` the emissions [t CO2e] that the line's own source prints.
    """

    position: int
    year: int
    sector: str
    carrier: str
    quantity: float | None
    unit: str
    entered: float | None
    entered_unit: str
    co2e_t: float
    printed_t: float | None
    factor: float | None
    supplier: str = ""
    subsector: str = ""
    notation_key: str = ""
    is_green: bool = False
    is_estimated: bool = False
    file_place: str = ""

    @property
    def is_energy(self) -> bool:
        """Whether the line counts energy."""
        return vocabulary.carriers()[self.carrier].kind == "energy"

    @property
    def scope(self) -> int:
        """Scope of the line: 1 burnt on the spot, 2 electricity and heat from a grid, 3 losses on the way."""
        if self.subsector == LOSSES:
            return 3
        return 2 if self.carrier in SCOPE_2 else 1

    @property
    def printed_factor(self) -> float | None:
        """Factor [t CO2e per unit] implied by the emissions that the source prints."""
        return self.printed_t / self.quantity if self.printed_t is not None and self.quantity else None

    @property
    def place(self) -> Message:
        """Where the line stands."""
        carrier = vocabulary.carriers()[self.carrier].title
        sector = vocabulary.sectors()[self.sector].title
        if self.file_place:
            return message(
                "{file} ({sector}, {carrier}, {year})",
                file=self.file_place, sector=sector, carrier=carrier, year=self.year,
            )  # fmt: skip
        return message("{sector}, {carrier}, {year}", sector=sector, carrier=carrier, year=self.year)


@dataclass(frozen=True, slots=True)
class PrintedTotal:
    """A total [t CO2e, or t of `gas`] that the publication prints, and which lines it says it adds up.

    Empty `sector`, `carriers`, None for `scope`, `year` and `subsector` mean any; `carriers` goes before `scope`,
    for publications that book heat under scope 1.
    """

    label: str
    value_t: float
    sector: str = ""
    scope: int | None = None
    carriers: tuple[str, ...] = ()
    subsector: str | None = None
    year: int | None = None
    gas: str = "CO2e"
    unit: str = "t"
    place: str = ""


@dataclass(frozen=True, slots=True)
class PrintedFactor:
    """A factor [t CO2e per canonical unit of the carrier] that the publication prints."""

    carrier: str
    value: float
    sector: str = ""
    supplier: str = ""
    year: int | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class PrintedSeries:
    """A row of yearly figures that the publication prints beside its inventory.

    `quantity` is "per_capita" [t CO2e per inhabitant] or "reduction_percent" [% against the first year].
    """

    label: str
    quantity: str
    years: tuple[int, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class PrintedIntensity:
    """An intensity that the publication works with, such as the kWh per km of a heavy truck."""

    label: str
    kind: str
    value: float


@dataclass(frozen=True, slots=True)
class IndicatorSeries:
    """Planned or measured values of an indicator; `should_rise` is what its name promises."""

    name: str
    should_rise: bool
    years: tuple[int, ...]
    values: tuple[float, ...]
    unit: str = ""


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """A number as it was written in the source, before anybody read it."""

    text: str
    place: str = ""


@dataclass(frozen=True, eq=False)  # no slots: the derived views are kept once computed
class Subject:
    """What is checked: an inventory, and what else is known about it.

    `earlier` holds the same member's inventories of other years (or earlier editions of the same year), in
    order. Country and population are those of the inventory's options.
    """

    inventory: Inventory
    name: str = ""
    earlier: tuple[Inventory, ...] = ()
    printed: tuple[PrintedTotal, ...] = ()
    printed_factors: tuple[PrintedFactor, ...] = ()
    printed_series: tuple[PrintedSeries, ...] = ()
    intensities: tuple[PrintedIntensity, ...] = ()
    indicators: tuple[IndicatorSeries, ...] = ()
    written: tuple[WrittenNumber, ...] = ()
    declared_gwp: str = ""
    notes: str = ""

    @cached_property
    def printed_co2e(self) -> tuple[PrintedTotal, ...]:
        """The printed totals that are in CO2e, and not in t of one gas."""
        return tuple(total for total in self.printed if total.gas == "CO2e")

    @property
    def country(self) -> str:
        """The country's ISO code, empty where unknown."""
        return self.inventory.options.country

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The lines of the inventory."""
        return lines(self.inventory)

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years of the inventory, in order."""
        return tuple(sorted({line.year for line in self.lines}))

    @cached_property
    def earlier_lines(self) -> tuple[Line, ...]:
        """The lines of the other inventories of the member."""
        return tuple(line for inventory in self.earlier for line in lines(inventory))

    @cached_property
    def history(self) -> Mapping[int, tuple[Line, ...]]:
        """All lines by year, in order; a year that the inventory itself holds is taken from there."""
        by_year: dict[int, list[Line]] = {}
        own = set(self.years)
        for line in (*self.lines, *(line for line in self.earlier_lines if line.year not in own)):
            by_year.setdefault(line.year, []).append(line)
        return {year: tuple(by_year[year]) for year in sorted(by_year)}

    def population(self, year: int) -> float | None:
        """Inhabitants in a year, None where unknown."""
        for inventory in (self.inventory, *self.earlier):
            if year in inventory.options.population:
                return inventory.options.population[year]
        return None


@dataclass(frozen=True, slots=True)
class Check:
    """A rule: its key, what it is called, how grave its findings are at most, and why it exists."""

    key: str
    title: str
    severity: Severity
    reason: Message
    function: Callable[[Subject], Iterable[Finding]]


def lines(inventory: Inventory) -> tuple[Line, ...]:
    """Lay out an inventory's columns as lines for the checks."""
    table = inventory.activities
    factors = inventory.factors
    return tuple(_line(inventory, position) for position in range(len(table))) if len(factors) else ()


def _line(inventory: Inventory, position: int) -> Line:
    table = inventory.activities
    record = table.activity(position)
    factor = int(inventory.factor_of_line[position])
    has_amount = not np.isnan(table.amount[position])
    return Line(
        position=position,
        year=record.year,
        sector=record.sector,
        carrier=record.carrier,
        quantity=float(inventory.quantity[position]) if has_amount else None,
        unit=vocabulary.carriers()[record.carrier].unit,
        entered=record.amount,
        entered_unit=record.unit,
        co2e_t=float(inventory.co2e_t[position]),
        printed_t=record.reported_t,
        factor=None
        if inventory.factors.resolved[factor].is_missing
        else float(inventory.factors.co2e[factor]),
        supplier=record.supplier,
        subsector=record.subsector,
        notation_key=record.notation_key,
        is_green=record.is_green,
        is_estimated=record.is_estimated,
        file_place=record.place,
    )
