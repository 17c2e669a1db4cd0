"""Stores inventories whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from cascais.errors import CascaisError, InputError
from cascais.inventory import findings, totals
from cascais.inventory.activities import Activity
from cascais.inventory.factors import PrescribedFactor
from cascais.inventory.intake.problems import problem
from cascais.text import message
from cascais.web.inventories import reads
from cascais.web.inventories.computing import computing_version
from cascais.web.inventories.models import (
    ActivityLine,
    InventoryYear,
    PrescribedFactorLine,
    PrintedTotal,
    StoredFile,
)
from cascais.web.members.models import Member
from cascais.web.permissions import User
from cascais.workflows import commitments
from cascais.workflows.estimates import estimated_share

MOST_LINES = 2_000
"""Lines of one inventory: ten times the largest that a town has published, and a page of them is still made in seconds."""
CHUNK = 200
"""Inventories that are read together with their lines."""


@dataclass(frozen=True, slots=True)
class NewInventory:
    """Everything that an inventory is made of; `head` holds fields of InventoryYear beside member and year."""

    year: int
    activities: tuple[Activity, ...]
    prescribed: tuple[PrescribedFactor, ...] = ()
    printed: tuple[findings.PrintedTotal, ...] = ()
    head: dict[str, str | bool] = field(default_factory=dict)


@transaction.atomic
def store(
    member: Member, new: NewInventory, user: User | None = None, file: StoredFile | None = None
) -> InventoryYear:
    """Store an inventory; the one that stood for the year so far is superseded, not changed."""
    check_size(new.activities, MOST_LINES)
    # Two who store at the same moment wait for each other here; SQLite lets one write at a time anyway.
    Member.objects.select_for_update().get(pk=member.pk)
    standing = InventoryYear.objects.filter(member=member, year=new.year, superseded_at=None)
    standing.filter(is_published=bool(new.head.get("is_published"))).update(superseded_at=timezone.now())
    author = user if user is not None and user.is_authenticated else None
    inventory = InventoryYear(member=member, year=new.year, file=file, created_by=author, **new.head)
    inventory.save()
    ActivityLine.objects.bulk_create(
        ActivityLine(
            inventory=inventory,
            position=position,
            **{name: getattr(activity, name) for name in reads.LINE_FIELDS},
        )
        for position, activity in enumerate(new.activities)
    )
    PrescribedFactorLine.objects.bulk_create(_factor_lines(inventory, new.prescribed))
    PrintedTotal.objects.bulk_create(_printed_lines(inventory, new.printed))
    keep_totals(inventory)
    return inventory


def kind_of(member: Member, year: int) -> str:
    """The earliest inventory is the baseline; what is later monitors it."""
    has_earlier = member.inventories.filter(superseded_at=None, year__lt=year).exists()
    return "monitoring" if has_earlier else "baseline"


def check_size(activities: tuple[Activity, ...], most: int) -> None:
    """Raise InputError where there are so many lines that making their page would keep others waiting."""
    if len(activities) > most:
        raise InputError(
            problem(
                message(
                    "There are {count} lines; at most {most} are stored.", count=len(activities), most=most
                ),
                next_step=message("Add up lines of the same sector and carrier, and store the sums."),
            )
        )


def keep_totals(inventory: InventoryYear) -> None:
    """Compute an inventory and keep its totals with the version that computed them."""
    computed = reads.computed(inventory)
    with_sinks = commitments.observation(computed, inventory.year, has_sinks=True)
    without_sinks = commitments.observation(computed, inventory.year)
    inventory.total_t = with_sinks.emissions_t
    inventory.total_without_sinks_t = without_sinks.emissions_t
    inventory.uncertainty = without_sinks.uncertainty
    inventory.estimated_share = estimated_share(computed)
    inventory.by_sector = totals.by_sector(computed)
    inventory.computed_by_version = computing_version()
    inventory.save(
        update_fields=[
            "total_t",
            "total_without_sinks_t",
            "uncertainty",
            "estimated_share",
            "by_sector",
            "computed_by_version",
        ]
    )


def refresh_totals() -> tuple[int, list[str]]:
    """Compute the current inventories anew whose totals another state of code or tables computed.

    Returns how many were computed, and what could not be; such an inventory keeps the totals it had.
    """
    stale = InventoryYear.objects.filter(superseded_at=None).exclude(computed_by_version=computing_version())
    rows = reads.with_lines(stale.select_related("member")).order_by("pk")
    done, failures = 0, []
    for inventory in rows.iterator(chunk_size=CHUNK):
        try:
            keep_totals(inventory)
        except (CascaisError, KeyError) as error:
            # A KeyError names a word that the vocabulary had once and has no longer.
            failures.append(f"{inventory.member.name} {inventory.year}: {error}")
        else:
            done += 1
    return done, failures


def _factor_lines(
    inventory: InventoryYear, factors: tuple[PrescribedFactor, ...]
) -> list[PrescribedFactorLine]:
    return [
        PrescribedFactorLine(
            inventory=inventory,
            position=position,
            carrier=factor.carrier,
            sector=factor.sector,
            supplier=factor.supplier,
            gas=factor.gas,
            variant=factor.variant,
            factor=factor.factor,
            unit=factor.unit,
            uncertainty=factor.uncertainty,
            source=factor.source,
        )
        for position, factor in enumerate(factors)
    ]


def _printed_lines(inventory: InventoryYear, totals: tuple[findings.PrintedTotal, ...]) -> list[PrintedTotal]:
    return [
        PrintedTotal(
            inventory=inventory,
            position=position,
            label=total.label,
            sector=total.sector,
            scope=total.scope,
            carriers=list(total.carriers),
            subsector=total.subsector,
            value_t=total.value_t,
            source=total.place,
        )
        for position, total in enumerate(totals)
    ]
