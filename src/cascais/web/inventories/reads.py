"""Inventories from the database as the science's records."""

from __future__ import annotations

from dataclasses import fields

from django.db.models import Q, QuerySet

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


def published(member: Member) -> QuerySet[InventoryYear]:
    """What everybody may see of a member, one inventory a year: statuses, totals and open data rest on these alone."""
    return _standing(member).filter(is_published=True)


def working(member: Member, user: User) -> QuerySet[InventoryYear]:
    """What somebody works with, one inventory a year: the draft where there is one and the person may see it, else
    what is published."""
    drafts = SEE_INVENTORY.rows(user, _standing(member).filter(is_published=False)).order_by()
    has_no_draft = Q(is_published=True) & ~Q(year__in=drafts.values("year"))
    return _standing(member).filter(Q(pk__in=drafts.values("pk")) | has_no_draft)


def standing(member: Member, user: User) -> QuerySet[InventoryYear]:
    """Published inventories and the drafts that somebody may see beside them, by year, the draft behind."""
    return SEE_INVENTORY.rows(user, _standing(member)).order_by("year", "-is_published")


def put_aside(member: Member, user: User) -> list[int]:
    """The years of which somebody may see versions but none that stands: all were laid aside or withdrawn."""
    rows = SEE_INVENTORY.rows(user, InventoryYear.objects.filter(member=member))
    standing_years = standing(member, user).order_by().values("year")
    years = rows.exclude(year__in=standing_years).order_by("year").values_list("year", flat=True)
    return list(years.distinct())


def _standing(member: Member) -> QuerySet[InventoryYear]:
    rows = InventoryYear.objects.filter(member=member, superseded_at=None)
    return rows.select_related("member").order_by("year")


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
