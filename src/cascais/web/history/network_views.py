"""Pages of the history of a network, for who keeps its register."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cascais.web.history import reads
from cascais.web.history.policy import network_entries
from cascais.web.history.telling import NETWORK, kind_title
from cascais.web.navigation import Step, trail
from cascais.web.register.models import Network
from cascais.web.register.policy import KEEP_NETWORK


@require_safe
@login_required
def of_network(request: HttpRequest, key: str) -> HttpResponse:
    """Who changed what of a network's register when, the newest first."""
    network = _network(request, key)
    entries = network_entries(network)
    context = {
        "network": network,
        "page": reads.page(reads.filtered(entries, request.GET), request.GET, NETWORK),
        "choices": reads.choices(entries, request.GET),
        "trail": trail(*_steps(network), Step(_("History"))),
    }
    return render(request, "history/of_network.html", context)


@require_safe
@login_required
def of_network_record(request: HttpRequest, key: str, model: str, record: str) -> HttpResponse:
    """Who changed what of one record of a network."""
    network = _network(request, key)
    entries = network_entries(network).filter(model=model, key=record)
    get_object_or_404(entries[:1])
    context = {
        "network": network,
        "page": reads.page(entries, request.GET, NETWORK),
        "kind": kind_title(model),
        "trail": trail(
            *_steps(network),
            Step(_("History"), reverse("history:of_network", args=[network.key])),
            Step(kind_title(model)),
        ),
    }
    return render(request, "history/of_network_record.html", context)


def _network(request: HttpRequest, key: str) -> Network:
    network = get_object_or_404(Network, key=key)
    if not KEEP_NETWORK.allows(request.user, network):
        raise PermissionDenied
    return network


def _steps(network: Network) -> tuple[Step, Step]:
    networks = Step(_("Networks"), reverse("register:networks"))
    return networks, Step(network.title, reverse("register:network", args=[network.key]))
