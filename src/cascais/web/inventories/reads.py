"""Inventories from the database as the science's records."""

from __future__ import annotations

from dataclasses import fields

from django.db.models import QuerySet

from cascais.inventory import findings
from cascais.inventory.activities import Activity
from cascais.inventory.emissions import Inventory, compute
from cascais.inventory.factors import Options, PrescribedFactor
from cascais.web.inventories.models import ActivityLine, InventoryYear, PrescribedFactorLine, PrintedTotal
from cascais.web.inventories.policy import SEE_INVENTORY
from cascais.web.members.models import Member
from cascais.web.permissions import User
from cascais.workflows.inventories import findings_of

LINE_FIELDS = tuple(item.name for item in fields(Activity) if item.name != "year")
"""The fields that a stored line shares with an activity."""


def current(member: Member, user: User) -> QuerySet[InventoryYear]:
    """The member's inventories that the user may see, without the superseded ones, by year."""
    rows = InventoryYear.objects.filter(member=member, superseded_at=None)
    return SEE_INVENTORY.rows(user, rows).select_related("member").order_by("year")


def with_lines(inventories: QuerySet[InventoryYear]) -> QuerySet[InventoryYear]:
    """The same inventories with everything that a computation needs, in a fixed number of queries."""
    return inventories.prefetch_related(
        "lines", "prescribed_factors", "printed_totals", "member__populations"
    )


def activities(inventory: InventoryYear) -> tuple[Activity, ...]:
    """The lines of an inventory as activities."""
    return tuple(_activity(inventory.year, line) for line in inventory.lines.all())


def options(inventory: InventoryYear) -> Options:
    """What the factors of an inventory depend on."""
    return Options(
        country=inventory.member.country,
        gwp_set=inventory.gwp_set,
        variant=inventory.variant,
        electricity=inventory.electricity,
        prescribed=tuple(_prescribed_factor(line) for line in inventory.prescribed_factors.all()),
        population={row.year: row.persons for row in inventory.member.populations.all()},
    )


def printed_totals(inventory: InventoryYear) -> tuple[findings.PrintedTotal, ...]:
    """The totals that the source prints, as the checks compare them."""
    return tuple(_printed_total(row, inventory) for row in inventory.printed_totals.all())


def computed(inventory: InventoryYear) -> Inventory:
    """The emissions of every line."""
    return compute(activities(inventory), options(inventory))


def found(
    row: InventoryYear, inventory: Inventory, earlier: tuple[Inventory, ...] = ()
) -> tuple[findings.Finding, ...]:
    """What the checks say about an inventory and its emissions."""
    return findings_of(inventory, name=row.member.name, printed=printed_totals(row), earlier=earlier)


def _activity(year: int, line: ActivityLine) -> Activity:
    return Activity(year=year, **{name: getattr(line, name) for name in LINE_FIELDS})


def _prescribed_factor(line: PrescribedFactorLine) -> PrescribedFactor:
    return PrescribedFactor(
        carrier=line.carrier,
        gas=line.gas,
        factor=line.factor,
        unit=line.unit,
        source=line.source,
        sector=line.sector,
        variant=line.variant,
        supplier=line.supplier,
        uncertainty=line.uncertainty,
    )


def _printed_total(row: PrintedTotal, inventory: InventoryYear) -> findings.PrintedTotal:
    return findings.PrintedTotal(
        label=row.label,
        value_t=row.value_t,
        sector=row.sector,
        scope=row.scope,
        carriers=tuple(row.carriers),
        subsector=row.subsector,
        year=inventory.year,
        place=row.source,
    )
