"""Who may see what of the history of a member, and who may bring back what was deleted."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q, QuerySet

from cascais.web.accounts.roles import Ability, is_administrator
from cascais.web.history.models import Entry, Tombstone
from cascais.web.history.tombstones import standing
from cascais.web.members.models import Member
from cascais.web.members.policy import EDIT_MEMBER, KEEP_REGISTER_OF, MANAGE_PEOPLE_OF
from cascais.web.permissions import Policy, User
from cascais.web.register.models import Network

OF_PEOPLE = ("accounts.assignment", "accounts.invitation", "api.apitoken", "members.care")
"""Who has which role is the business of those alone who give roles."""
OF_REGISTER = ("register.membership", "register.nationaloffice", "overview.handedin", "members.succession")
OF_NETWORK = (
    *("register.membership", "register.nationaloffice", "register.feeclass", "member_lists.listupload"),
    *("accounts.assignment", "accounts.invitation"),
)
"""What belongs to a network beside itself."""
OF_BOTH = ("register.resolution", "members.population")
NEVER = ("api.apitoken", "members.member")
"""A token that was taken back stays so; a whole member only administrators bring back."""
BY_WHO_DELETED = ("register.membership", "register.nationaloffice", "overview.handedin", "groups.groupmember")
"""Others have a word in these too, so nobody brings back what somebody else took away."""

RESTORERS: Mapping[Ability, Policy[Member]] = {
    Ability.PUBLISH: EDIT_MEMBER,
    Ability.MANAGE_PEOPLE: MANAGE_PEOPLE_OF,
    Ability.KEEP_REGISTER: KEEP_REGISTER_OF,
}


def seen_entries(user: User, member: Member) -> QuerySet[Entry]:
    """The entries of a member that a person who may see its drafts may see."""
    entries = Entry.objects.filter(member=member.pk).order_by("-number")
    return entries if MANAGE_PEOPLE_OF.allows(user, member) else entries.exclude(model__in=OF_PEOPLE)


def network_entries(network: Network) -> QuerySet[Entry]:
    """The entries of a network and of all that belongs to it or once did, for who keeps it."""
    found = Q(model="register.network", key=str(network.pk))
    for model in OF_NETWORK:
        own = Entry.objects.filter(model=model).order_by()
        ever = own.filter(Q(changes__network__0=network.pk) | Q(changes__network__1=network.pk))
        found |= Q(model=model, key__in=ever.values("key"))
    return Entry.objects.filter(found).order_by("-number")


def restorable(user: User, member: Member) -> QuerySet[Tombstone]:
    """What was deleted of a member and may be brought back by a person."""
    stones = standing().filter(member=member.pk)
    if is_administrator(user):
        return stones
    own = {ability for ability, policy in RESTORERS.items() if policy.allows(user, member)}
    kinds = Q(pk__in=[])
    if Ability.MANAGE_PEOPLE in own:
        kinds |= Q(model__in=OF_PEOPLE)
    if Ability.KEEP_REGISTER in own:
        kinds |= Q(model__in=OF_REGISTER + OF_BOTH)
    if Ability.PUBLISH in own:
        kinds |= ~Q(model__in=OF_PEOPLE + OF_REGISTER)
    others = Q(model__in=BY_WHO_DELETED) & ~Q(deleted_by=user.pk)
    return stones.filter(kinds).exclude(others).exclude(model__in=NEVER)


def homeless() -> QuerySet[Tombstone]:
    """What was deleted and belongs to no member that is still there: only administrators bring it back."""
    return standing().exclude(member__in=Member.objects.order_by().values("pk"), member__isnull=False)
