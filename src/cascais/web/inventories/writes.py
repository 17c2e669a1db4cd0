"""Stores inventories whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from cascais.errors import InputError
from cascais.inventory import findings
from cascais.inventory.activities import Activity
from cascais.inventory.factors import PrescribedFactor
from cascais.inventory.intake.problems import problem
from cascais.text import message
from cascais.web.inventories import reads
from cascais.web.inventories.keeping import keep_totals
from cascais.web.inventories.models import (
    ActivityLine,
    InventoryYear,
    PrescribedFactorLine,
    PrintedTotal,
    StoredFile,
)
from cascais.web.inventories.publishing import publish
from cascais.web.inventories.standing import lock, standing
from cascais.web.members.models import Member
from cascais.web.permissions import User

MOST_LINES = 2_000
"""Lines of one inventory: ten times the largest that a town has published, and a page of them is still made in seconds."""


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
    member: Member,
    new: NewInventory,
    user: User | None = None,
    file: StoredFile | None = None,
    *,
    based_on: InventoryYear | None = None,
    as_printed: bool = False,
) -> InventoryYear:
    """Store an inventory as the draft of its year; the draft that stood so far is superseded, not changed.

    Where the head says `is_published` the draft is published at once. Raises FindingsForbidError where it cannot be,
    and then nothing is stored.
    """
    check_size(new.activities, MOST_LINES)
    lock(member)
    now = standing(member, new.year)
    if now.draft:
        now.draft.superseded_at = timezone.now()
        now.draft.save(update_fields=["superseded_at"])
    author = user if user is not None and user.is_authenticated else None
    head = {name: value for name, value in new.head.items() if name != "is_published"}
    inventory = InventoryYear(
        member=member, year=new.year, file=file, created_by=author, based_on=based_on or now.working, **head
    )
    inventory.save()
    _store_lines(inventory, new)
    if new.head.get("is_published"):
        return publish(inventory, user, as_printed=as_printed)
    keep_totals(inventory)
    return inventory


def _store_lines(inventory: InventoryYear, new: NewInventory) -> None:
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
