"""What each role may do, and for which members and networks a person has which ability.

A policy asks here; nothing else looks at assignments to decide what somebody may do.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Any

from django.db.models import Q, QuerySet

from cascais.web.accounts.models import Assignment, Role
from cascais.web.members.models import Care, Member
from cascais.web.permissions import User
from cascais.web.register.models import Membership, MembershipState, Network


class Ability(Enum):
    """Something that a person may do for a member."""

    SEE_DRAFTS = "see drafts"
    EDIT_DRAFTS = "edit drafts"
    PUBLISH = "publish, edit targets, groups and pledges"
    MANAGE_PEOPLE = "invite people and take roles away"
    KEEP_REGISTER = "keep the register: memberships, resolutions, names and codes"


ABILITIES: dict[Role, frozenset[Ability]] = {
    Role.VIEWER: frozenset({Ability.SEE_DRAFTS}),
    Role.CONTRIBUTOR: frozenset({Ability.SEE_DRAFTS, Ability.EDIT_DRAFTS}),
    Role.EDITOR: frozenset({Ability.SEE_DRAFTS, Ability.EDIT_DRAFTS, Ability.PUBLISH, Ability.MANAGE_PEOPLE}),
    Role.COORDINATOR: frozenset(
        {Ability.SEE_DRAFTS, Ability.EDIT_DRAFTS, Ability.PUBLISH, Ability.MANAGE_PEOPLE}
    ),
    Role.SECRETARIAT: frozenset({Ability.MANAGE_PEOPLE, Ability.KEEP_REGISTER}),
    Role.ADMINISTRATOR: frozenset(Ability),
}
"""A secretariat keeps the register and invites people; the drafts of a member are none of its business."""


def roles_with(ability: Ability) -> tuple[Role, ...]:
    """The roles that have an ability."""
    return tuple(role for role, abilities in ABILITIES.items() if ability in abilities)


def has_ability(user: User, ability: Ability, to_member: str = "") -> Q:
    """The condition on rows that belong to a member for which the person has an ability.

    `to_member` is the name of the field that leads from the row to its member, empty for members themselves.
    """
    if not user.is_authenticated:
        return Q(pk__in=[])
    if is_administrator(user):
        return Q()
    field = f"{to_member}__in" if to_member else "pk__in"
    found = Q(pk__in=[])
    for keys in _members_of(user, ability):
        found |= Q(**{field: keys})
    return found


def _members_of(user: User, ability: Ability) -> Iterator[QuerySet[Any, Any]]:
    """The keys of the members for which a person has an ability: as subqueries, one for each way to come by it."""
    roles = Assignment.objects.filter(user_id=user.pk or 0)
    yield roles.filter(role__in=roles_with(ability), member__isnull=False).values("member")
    if ability in ABILITIES[Role.COORDINATOR]:
        agencies = roles.filter(role=Role.COORDINATOR).values("member")
        yield Care.objects.filter(agency__in=agencies).values("member")
    if ability is Ability.MANAGE_PEOPLE:
        yield standing_members(user)
    elif ability in ABILITIES[Role.SECRETARIAT]:
        networks = roles.filter(role=Role.SECRETARIAT).values("network")
        yield Membership.objects.filter(network__in=networks).order_by().values("member")


def standing_members(user: User) -> QuerySet[Any, Any]:
    """The keys of the members of a secretariat's networks whose people it may invite.

    An applicant, whom any secretariat may enter in its register, is not among them, nor who has left or was refused.
    """
    networks = Assignment.objects.filter(user_id=user.pk or 0, role=Role.SECRETARIAT).values("network")
    standing = (MembershipState.RESOLVED, MembershipState.MEMBER)
    return Membership.objects.filter(network__in=networks, state__in=standing).order_by().values("member")


def keeps_network(user: User) -> Q:
    """The condition on networks whose register the person keeps."""
    if not user.is_authenticated:
        return Q(pk__in=[])
    if is_administrator(user):
        return Q()
    return Q(pk__in=Assignment.objects.filter(user_id=user.pk or 0, role=Role.SECRETARIAT).values("network"))


def keeps_some_register(user: User) -> bool:
    """Whether a person keeps the register of any network, and so may add members to it."""
    return bool(user.is_authenticated) and Network.objects.filter(keeps_network(user)).exists()


def is_administrator(user: User) -> bool:
    """Whether a person runs the site."""
    return bool(user.is_authenticated) and (
        Assignment.objects.filter(user_id=user.pk or 0, role=Role.ADMINISTRATOR).exists()
    )


def can(user: User, ability: Ability, member: Member) -> bool:
    """Whether a person has an ability for a member."""
    return Member.objects.filter(has_ability(user, ability), pk=member.pk).exists()
