"""A joint plan of the demonstration: made up, and called so wherever it stands."""

from __future__ import annotations

from datetime import UTC, datetime

from cascais.web.demonstration.people import AGENCY
from cascais.web.groups.models import Group, GroupMember, GroupTarget
from cascais.web.members.models import Member, MemberKind

SLUG = "synthetic-joint-plan"
TITLE = "Synthetic example of a joint plan"
MEMBERS = ("rzeszow", "wroclaw")
AGREED_AT = datetime(2026, 1, 1, tzinfo=UTC)
SOURCE = "Made up for the demonstration"


def load_groups() -> None:
    """Load the joint plan with its members and its target, unless it is there."""
    group, is_new = Group.objects.get_or_create(
        slug=SLUG,
        defaults={
            "title": TITLE,
            "kind": Group.Kind.SHARED,
            "coordinator": coordinator(),
            "about": "Nobody has decided this plan: it shows how two cities would add up their inventories.",
            "is_demonstration": True,
        },
    )
    if not is_new:
        return
    GroupMember.objects.bulk_create(
        GroupMember(group=group, member=member, confirmed_at=AGREED_AT)
        for member in Member.objects.filter(slug__in=MEMBERS)
    )
    GroupTarget.objects.create(
        group_of_members=group,
        key="own_1",
        title="Synthetic example: 40 % less by 2030 than in 2022",
        kind="reduction",
        base_year=2022,
        target_year=2030,
        reduction=0.4,
        source=SOURCE,
    )


def coordinator() -> Member:
    """The agency of the demonstration."""
    agency, _is_new = Member.objects.get_or_create(
        slug=AGENCY.slug,
        defaults={
            "name": AGENCY.name,
            "country": AGENCY.country,
            "kind": MemberKind.AGENCY,
            "is_demonstration": True,
        },
    )
    return agency
