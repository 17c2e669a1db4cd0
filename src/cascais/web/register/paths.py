"""The ways into the pages of the register: who is let in, and the trail that leads there."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from cascais.web.inventories.views import seen_member
from cascais.web.members.models import Member
from cascais.web.members.policy import ENTER_FOR
from cascais.web.navigation import Step, trail
from cascais.web.permissions import Policy
from cascais.web.register.models import Membership, Network
from cascais.web.register.policy import KEEP_NETWORK, SEE_MEMBERSHIP, SEE_NETWORK

REFUSED = 422
METHODS = ["GET", "HEAD", "POST"]


def seen_network(request: HttpRequest, key: str) -> Network:
    """The network of an address."""
    return get_object_or_404(SEE_NETWORK.rows(request.user, Network.objects.all()), key=key)


def kept_network(request: HttpRequest, key: str, policy: Policy[Network] = KEEP_NETWORK) -> Network:
    """The network of an address, for whoever keeps its register."""
    network = seen_network(request, key)
    if not policy.allows(request.user, network):
        raise PermissionDenied
    return network


def entered_member(request: HttpRequest, slug: str, policy: Policy[Member] = ENTER_FOR) -> Member:
    """The member of an address, for whoever may enter something for it."""
    member = seen_member(request, slug)
    if not policy.allows(request.user, member):
        raise PermissionDenied
    return member


def seen_membership(request: HttpRequest, slug: str, pk: int) -> Membership:
    """The membership of an address, if the person may see it."""
    rows = Membership.objects.select_related("network", "member", "resolution", "fee_class")
    return get_object_or_404(SEE_MEMBERSHIP.rows(request.user, rows), pk=pk, member__slug=slug)


def network_trail(network: Network | None, *steps: Step) -> tuple[Step, ...]:
    """The trail of a page of a network, or of all networks."""
    first = Step(_("Networks"), reverse("register:networks"))
    own = (Step(network.title, reverse("register:network", args=[network.key])),) if network else ()
    return trail(first, *own, *steps)


def commitments_step(member: Member) -> Step:
    """The step of the trail that leads to a member's commitments."""
    return Step(_("Commitments"), reverse("resolutions:commitments", args=[member.slug]))
