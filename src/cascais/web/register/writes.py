"""Changes of memberships, each made on the row as it stands at that moment."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from cascais.errors import ConflictError
from cascais.web.members.models import Member
from cascais.web.register.models import Membership, MembershipState, Network, Resolution
from cascais.web.register.reads import standing_of
from cascais.web.register.steps import Transition, after, is_open

SET = ("applied_on", "board_decided_on", "withdrawn_on")


def apply(member: Member, network: Network, on: date) -> Membership:
    """Enter an application; raises ConflictError where the member stands to the network already."""
    try:
        with transaction.atomic():
            return Membership.objects.create(
                member=member, network=network, state=MembershipState.APPLIED, applied_on=on
            )
    except IntegrityError as error:
        raise ConflictError(f"{member} stands to {network} already.") from error


@transaction.atomic
def take(step: Transition, pk: int, on: date | None) -> Membership:
    """Take a step; raises ConflictError where somebody was quicker and it no longer follows."""
    row = _locked(pk)
    before = standing_of(row)
    if not is_open(step, before):
        raise ConflictError(f"{step.key} does not follow on {row.state}.")
    moved = after(step, before, on)
    row.state = moved.state
    for name in SET:
        setattr(row, name, getattr(moved, name))
    row.save()
    return row


@transaction.atomic
def attach(pk: int, resolution: Resolution) -> Membership:
    """Put the council's resolution beside a membership."""
    row = _locked(pk)
    row.resolution = resolution
    row.save(update_fields=["resolution"])
    return row


def _locked(pk: int) -> Membership:
    return (
        Membership.objects.select_for_update(of=("self",)).select_related("member", "resolution").get(pk=pk)
    )
