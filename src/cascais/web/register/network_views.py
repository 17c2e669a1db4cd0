"""The pages of networks: all of them, one, its members, its offices, its fees, its open cases."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cascais.web.accounts.roles import is_administrator
from cascais.web.display.sorting import Order
from cascais.web.justice.reads import network_totals
from cascais.web.members.models import MemberKind
from cascais.web.navigation import Step, trail
from cascais.web.register.models import MembershipState, Network
from cascais.web.register.network_forms import NetworkForm
from cascais.web.register.paths import METHODS, REFUSED, kept_network, network_trail, seen_network
from cascais.web.register.policy import CHANGE_NETWORK, KEEP_NETWORK, SEE_NETWORK
from cascais.web.register.reads import Filters, countries_of, facts, members_of, open_cases, with_counts
from cascais.web.register.steps import Actor

ROWS_A_PAGE = 100


@require_safe
def networks(request: HttpRequest) -> HttpResponse:
    """All networks."""
    rows = with_counts(SEE_NETWORK.rows(request.user, Network.objects.all()))
    context = {
        "networks": rows,
        "is_administrator": is_administrator(request.user),
        "trail": trail(Step(_("Networks"))),
    }
    return render(request, "register/networks.html", context)


@require_safe
def network(request: HttpRequest, key: str) -> HttpResponse:
    """A network: what it is, how many members it has, who looks after them, what they pay, what they do."""
    found = seen_network(request, key)
    keeps = KEEP_NETWORK.allows(request.user, found)
    context = {
        "network": found,
        "facts": facts(found),
        "offices": found.offices.select_related("member"),
        "fee_classes": found.fee_classes.all(),
        "totals": network_totals(found),
        "keeps": keeps,
        "is_administrator": CHANGE_NETWORK.allows(request.user, found),
        "waiting": sum(map(len, open_cases(found).values())) if keeps else 0,
        "trail": network_trail(None, Step(found.title)),
    }
    return render(request, "register/network.html", context)


@require_safe
def members(request: HttpRequest, key: str) -> HttpResponse:
    """The members of a network with their state, by state, country, kind and name."""
    found, filters = seen_network(request, key), Filters.read(request.GET)
    rows = members_of(found, request.user, filters)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    order = Order.read(request.GET, ("name",), "name")
    context = {
        "network": found,
        "page": page,
        "page_before": order.page_link(page.previous_page_number()) if page.has_previous() else "",
        "page_after": order.page_link(page.next_page_number()) if page.has_next() else "",
        "filters": filters,
        "states": MembershipState.choices,
        "kinds": MemberKind.choices,
        "countries": countries_of(found),
        "keeps": KEEP_NETWORK.allows(request.user, found),
        "trail": network_trail(found, Step(_("Members"))),
    }
    return render(request, "register/members.html", context)


@require_safe
@login_required
def cases(request: HttpRequest, key: str) -> HttpResponse:
    """What waits in a network: whose turn it is, the oldest application first."""
    found = kept_network(request, key)
    by_turn = open_cases(found)
    context = {
        "network": found,
        "of_office": by_turn[Actor.SECRETARIAT],
        "of_members": by_turn[Actor.MEMBER],
        "trail": network_trail(found, Step(_("Open cases"))),
    }
    return render(request, "register/cases.html", context)


@require_http_methods(METHODS)
@login_required
def add(request: HttpRequest) -> HttpResponse:
    """Add a network."""
    if not is_administrator(request.user):
        raise PermissionDenied
    form = NetworkForm(request.POST or None)
    if form.is_valid():
        made = form.save()
        messages.success(request, _("The network is added."))
        return redirect("register:network", made.key)
    context = {
        "form": form,
        "title": _("Add a network"),
        "button": _("Add the network"),
        "back": reverse("register:networks"),
        "trail": network_trail(None, Step(_("Add a network"))),
    }
    return render(request, "register/form.html", context, status=REFUSED if form.is_bound else 200)


@require_http_methods(METHODS)
@login_required
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Change what is said of a network."""
    found = kept_network(request, key, CHANGE_NETWORK)
    form = NetworkForm(request.POST or None, network=found)
    if form.is_valid():
        form.save()
        messages.success(request, _("The network is changed."))
        return redirect("register:network", key)
    context = {
        "form": form,
        "title": _("Change the network"),
        "button": _("Save the network"),
        "back": reverse("register:network", args=[key]),
        "trail": network_trail(found, Step(_("Change"))),
    }
    return render(request, "register/form.html", context, status=REFUSED if form.is_bound else 200)
