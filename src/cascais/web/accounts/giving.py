"""Who may give a role and take it away: at a member, at a network, on the whole site.

Nobody gives more than belongs to the own role. A secretariat, which sees no drafts itself, invites editors all the
same: somebody has to invite the first one of a member, and an invitation is in the history.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from cascais.web.accounts.models import Assignment, Invitation, Role
from cascais.web.accounts.roles import Ability, has_ability, is_administrator, keeps_network, standing_members
from cascais.web.members.models import Member, MemberKind
from cascais.web.permissions import Policy, User, nobody
from cascais.web.register.models import Network

MUNICIPAL = (Role.VIEWER, Role.CONTRIBUTOR, Role.EDITOR)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a role holds: at a member, at a network, or on the whole site where it is neither."""

    member: Member | None = None
    network: Network | None = None

    @property
    def title(self) -> str:
        """How pages and letters name it."""
        return str(self.member or self.network or _("the whole site"))

    @property
    def url(self) -> str:
        """The page of its people."""
        if self.member:
            return reverse("people:of_member", args=[self.member.slug])
        if self.network:
            return reverse("people:of_network", args=[self.network.key])
        return reverse("people:of_site")

    @property
    def rows(self) -> Q:
        """The condition on roles and invitations that hold here."""
        return Q(member=self.member, network=self.network)

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles that there are here."""
        if self.member:
            is_agency = self.member.kind == MemberKind.AGENCY
            return (*MUNICIPAL, Role.COORDINATOR) if is_agency else MUNICIPAL
        return (Role.SECRETARIAT,) if self.network else (Role.ADMINISTRATOR,)


def place_of(row: Assignment | Invitation) -> Place:
    """Where a role or an invitation holds."""
    return Place(row.member, row.network)


def roles_to_give(user: User, place: Place) -> tuple[Role, ...]:
    """The roles that a person may give somebody at a place."""
    return tuple(role for role in place.roles if _may_give(user, role, place))


def _may_give(user: User, role: Role, place: Place) -> bool:
    if place.network:
        return Network.objects.filter(keeps_network(user), pk=place.network.pk).exists()
    if place.member is None:
        return is_administrator(user)
    rule = (
        _coordinators_of(user, "") if role == Role.COORDINATOR else has_ability(user, Ability.MANAGE_PEOPLE)
    )
    return Member.objects.filter(rule, pk=place.member.pk).exists()


def _given_by(user: User) -> Q:
    """The condition on roles and invitations that a person may give, and so may take away."""
    if not user.is_authenticated:
        return nobody()
    if is_administrator(user):
        return Q()
    networks = Network.objects.filter(keeps_network(user)).values("pk")
    return (
        Q(role__in=MUNICIPAL) & has_ability(user, Ability.MANAGE_PEOPLE, "member")
        | Q(role=Role.COORDINATOR) & _coordinators_of(user, "member")
        | Q(role=Role.SECRETARIAT, network__in=networks)
    )


def _coordinators_of(user: User, to_member: str) -> Q:
    """The condition on rows of agencies whose coordinators a person may name: its own, or one of its network."""
    if not user.is_authenticated:
        return nobody()
    if is_administrator(user):
        return Q()
    field = f"{to_member}__in" if to_member else "pk__in"
    own = Assignment.objects.filter(user=user, role=Role.COORDINATOR).values("member")
    return Q(**{field: own}) | Q(**{field: standing_members(user)})


TAKE_ROLE_AWAY: Policy[Assignment] = Policy(_given_by)
MANAGE_INVITATION: Policy[Invitation] = Policy(_given_by)
OWN_ROLE: Policy[Assignment] = Policy(lambda user: Q(user=user) if user.is_authenticated else nobody())
