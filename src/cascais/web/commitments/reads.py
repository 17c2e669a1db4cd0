"""Targets from the database as the science's records, and where a member stands against them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cascais.pathways.judgement import STATUSES, Status
from cascais.pathways.series import Observation, Scope, Series
from cascais.pathways.status import TargetStatus
from cascais.pathways.targets import PathShape, TargetKind
from cascais.pathways.targets import Target as TargetRecord
from cascais.provenance import Source
from cascais.web.commitments.models import TargetFields
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.years import people_near
from cascais.workflows.successions import InheritedYear

FROM_WORST = (*(status.value for status in reversed(STATUSES[:-1])), Status.CANNOT_TELL.value)
"""The statuses in the order in which a member should look at them; what cannot be told comes last."""


def record(row: TargetFields) -> TargetRecord:
    """One stored target as the science's record."""
    return TargetRecord(
        key=row.key,
        title=row.title,
        kind=TargetKind(row.kind),
        target_year=row.target_year,
        base_year=row.base_year,
        reduction=row.reduction,
        level=row.level,
        step_years=row.step_years,
        business_as_usual_t=row.business_as_usual_t,
        shape=PathShape(row.shape),
        scope=Scope(tuple(row.scope_sectors), has_sinks=row.has_sinks),
        decided=row.decided.isoformat() if row.decided else "",
        source=_source(row),
        group=row.group,
    )


def series(
    inventories: Iterable[InventoryYear],
    populations: Mapping[int, int],
    *,
    has_sinks: bool = False,
    inherited: Iterable[InheritedYear] = (),
) -> Series:
    """The kept totals of a member's inventories with the population nearest to each year, and the years that it
    inherits."""
    observations = [
        Observation(
            year=row.year,
            emissions_t=total,
            uncertainty=row.uncertainty,
            population=people.persons if (people := people_near(populations, row.year)) else None,
        )
        for row in inventories
        if (total := row.total_t if has_sinks else row.total_without_sinks_t) is not None
    ]
    observations += [each.observation(has_sinks=has_sinks) for each in inherited]
    in_order = sorted(observations, key=lambda each: each.year)
    return Series(tuple(in_order), Scope(has_sinks=has_sinks))


def earliest(
    first_year: int | None, own: Mapping[str, float], inherited: Iterable[InheritedYear]
) -> Mapping[str, float]:
    """Emissions by sector [t CO2e] of the first year, from which a back-cast starts; `own` are those of the member's
    own first inventory."""
    first = min(inherited, key=lambda each: each.year, default=None)
    if first is not None and (first_year is None or first.year < first_year):
        return first.by_sector
    return own


def worst(found: Iterable[TargetStatus]) -> TargetStatus | None:
    """The status that a member should look at first."""
    return min(found, key=lambda each: FROM_WORST.index(each.status.value), default=None)


def _source(row: TargetFields) -> Source | None:
    if not row.source:
        return None
    return Source(
        id=f"target_{row.pk}",
        title=row.source,
        publisher="",
        year=None,
        url=row.source_url,
        locator=row.source_locator,
    )
