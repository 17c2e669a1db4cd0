"""Who may see and who may keep what the register holds."""

from __future__ import annotations

from django.db.models import Q

from cascais.web.accounts.roles import Ability, has_ability, is_administrator, keeps_network
from cascais.web.permissions import Policy, User, nobody
from cascais.web.register.models import (
    FeeClass,
    Membership,
    MembershipState,
    NationalOffice,
    Network,
    Resolution,
)

PUBLIC_STATES = (MembershipState.RESOLVED, MembershipState.MEMBER, MembershipState.WITHDRAWN)
"""An application is public once a council has passed its resolution; what was refused is nobody's business."""


def _everybody(user: User) -> Q:
    return Q()


def _administrators(user: User) -> Q:
    return Q() if is_administrator(user) else nobody()


def of_kept_network(user: User) -> Q:
    """The condition on rows of a network whose register the person keeps."""
    return Q(network__in=Network.objects.filter(keeps_network(user)).order_by().values("pk"))


def _visible(user: User) -> Q:
    insiders = has_ability(user, Ability.SEE_DRAFTS, "member")
    return Q(state__in=PUBLIC_STATES) | of_kept_network(user) | insiders


def _enterers(user: User) -> Q:
    return has_ability(user, Ability.PUBLISH, "member") | has_ability(user, Ability.KEEP_REGISTER, "member")


SEE_NETWORK: Policy[Network] = Policy(_everybody)
KEEP_NETWORK: Policy[Network] = Policy(keeps_network)
CHANGE_NETWORK: Policy[Network] = Policy(_administrators)
SEE_OFFICE: Policy[NationalOffice] = Policy(_everybody)
KEEP_OFFICE: Policy[NationalOffice] = Policy(of_kept_network)
SEE_FEE_CLASS: Policy[FeeClass] = Policy(_everybody)
KEEP_FEE_CLASS: Policy[FeeClass] = Policy(of_kept_network)
SEE_MEMBERSHIP: Policy[Membership] = Policy(_visible)
ADVANCE_MEMBERSHIP: Policy[Membership] = Policy(of_kept_network)
SPEAK_FOR_MEMBERSHIP: Policy[Membership] = Policy(lambda user: has_ability(user, Ability.PUBLISH, "member"))
SEE_RESOLUTION: Policy[Resolution] = Policy(_everybody)
ENTER_RESOLUTION: Policy[Resolution] = Policy(_enterers)
EDIT_COMMITMENTS_OF: Policy[Resolution] = Policy(lambda user: has_ability(user, Ability.PUBLISH, "member"))
