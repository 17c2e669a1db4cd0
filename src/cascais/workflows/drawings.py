"""From inventories and commitments to the records that the charts take."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from cascais.charts.compare_years import CompareYears, SectorChange
from cascais.charts.emissions_and_targets import (
    EmissionsAndTargets,
    InventoryYear,
    SectorEmissions,
    TargetPath,
)
from cascais.charts.quality_bar import GradeShare, QualityBar
from cascais.charts.sector_shares import SectorShare, SectorShares
from cascais.inventory import totals
from cascais.inventory.activities import FloatArray
from cascais.inventory.emissions import Inventory
from cascais.inventory.uncertainty import approach_1
from cascais.pathways.backcast import Backcast
from cascais.tables import vocabulary
from cascais.text import _
from cascais.workflows.comparison import Comparison
from cascais.workflows.sinks import LAND, lines_without_land
from cascais.workflows.successions import InheritedYear

NO_GRADE = _("No grade given")


@dataclass(frozen=True, slots=True)
class Labels:
    """Whose inventory a chart shows, of which year, and what stands under it as the source."""

    member: str
    year: int = 0
    source_line: str = ""


def estimated_lines(inventory: Inventory) -> FloatArray:
    """Marks (n,) the lines that rest on a proxy: 1 estimated, 0 measured."""
    return np.array([record.is_estimated for record in inventory.activities.records], dtype=np.float64)


def emissions_and_targets(
    labels: Labels,
    inventories: Mapping[int, Inventory],
    paths: Iterable[TargetPath],
    backcast: Backcast | None = None,
    inherited: Iterable[InheritedYear] = (),
) -> EmissionsAndTargets:
    """Every inventory by sector, the sums over predecessors and the estimated year before them, and the paths of the
    targets."""
    years = [_history(year, inventory) for year, inventory in inventories.items()]
    years += [_inherited(each) for each in inherited]
    years.sort(key=lambda each: each.year)
    if backcast is not None:
        years.insert(0, _estimated_year(backcast))
    return EmissionsAndTargets(labels.member, tuple(years), tuple(paths), source_line=labels.source_line)


def _history(year: int, inventory: Inventory) -> InventoryYear:
    total = approach_1(inventory, lines_without_land(inventory))
    parts = [part for part in _sectors(inventory) if part.sector != LAND]
    shares = tuple(
        SectorEmissions(part.sector, value, is_estimated)
        for part in parts
        for value, is_estimated in ((part.measured_t, False), (part.estimated_t, True))
        if value
    )
    return InventoryYear(year, total.total_t, shares, total.relative)


def _inherited(found: InheritedYear) -> InventoryYear:
    """A sum over predecessors, with the uncertainty that a share of inhabitants adds."""
    year = _history(found.year, found.inventory)
    return replace(year, uncertainty=found.total.relative, is_estimated=found.is_estimated)


def _estimated_year(backcast: Backcast) -> InventoryYear:
    item = backcast.observation
    parts = tuple(SectorEmissions(part.sector, part.base_t, True) for part in backcast.sectors)
    return InventoryYear(item.year, item.emissions_t, parts, item.uncertainty, is_estimated=True)


def sector_shares(labels: Labels, inventory: Inventory) -> SectorShares:
    """The sectors of one inventory, measured and estimated."""
    return SectorShares(labels.member, labels.year, tuple(_sectors(inventory)), labels.source_line)


def _sectors(inventory: Inventory) -> list[SectorShare]:
    estimated = estimated_lines(inventory)
    found = []
    for key in totals.by_sector(inventory):
        lines = totals.lines_of(inventory, key, with_parts=False)
        total = approach_1(inventory, lines)
        part = float(inventory.co2e_t[lines] @ estimated[lines])
        title = vocabulary.sector(key).title
        found.append(SectorShare(key, title, total.total_t - part, part, total.relative))
    return found


def quality_bar(labels: Labels, inventory: Inventory) -> QualityBar:
    """The emissions of one inventory by the quality grade of their activity data."""
    records = inventory.activities.records
    sums: dict[tuple[str, bool], float] = {}
    for record, emissions_t in zip(records, inventory.co2e_t.tolist(), strict=True):
        key = (record.quality, record.is_estimated)
        sums[key] = sums.get(key, 0.0) + abs(emissions_t)
    grades = vocabulary.quality_grades()
    order = {grade: position for position, grade in enumerate(grades)}
    shares = tuple(
        GradeShare(
            grade or "–", grades[grade].title if grade else NO_GRADE, sums[grade, is_estimated], is_estimated
        )
        for grade, is_estimated in sorted(sums, key=lambda key: (order.get(key[0], len(order)), key[1]))
    )
    return QualityBar(labels.member, labels.year, shares, labels.source_line)


def compare_years(labels: Labels, years: tuple[int, int], comparison: Comparison) -> CompareYears:
    """Two years sector by sector, the land left out as in the totals."""
    sectors = tuple(
        SectorChange(vocabulary.sector(each.sector).title, each.before_t, each.after_t)
        for each in comparison.sectors
        if each.sector != LAND
    )
    return CompareYears(labels.member, *years, sectors, labels.source_line)
