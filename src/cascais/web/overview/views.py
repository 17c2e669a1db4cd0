"""The network pages: all members in one view, who is due when, totals."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cascais.pathways.dues import Report
from cascais.web.accounts.roles import keeps_network
from cascais.web.display.sorting import Order
from cascais.web.inventories.downloads import Download, response
from cascais.web.members.models import Member
from cascais.web.members.policy import DRAFT_FOR
from cascais.web.navigation import Step, trail
from cascais.web.overview import calendar, drawings, reads
from cascais.web.overview.calendar import Enterer, Event
from cascais.web.overview.downloads import download_rows
from cascais.web.overview.filters import choices
from cascais.web.overview.reads import Network
from cascais.web.overview.sorting import NAMES, in_order
from cascais.web.permissions import User
from cascais.web.register.models import Network as RegisterNetwork

A_PAGE = 100


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The whole network: a sentence, a map, a table."""
    found = _network(request)
    order = Order.read(request.GET, NAMES, "name")
    language = get_language() or "en"
    places = in_order(found, order, language).tolist()
    page = Paginator(places, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "overview/home.html",
        {
            "is_home": True,
            "rows": [found.columns.rows[place] for place in page.object_list],
            "order": order,
            "standing": reads.standing(found),
            "map": drawings.network_map(found.columns, found.places),
            "unplaced": drawings.unplaced(found.columns, found.places),
            **_shared(found),
            **_pages(page, order),
        },
    )


@require_safe
def due(request: HttpRequest) -> HttpResponse:
    """Who has to hand in what by when, what is overdue first."""
    found = _network(request)
    order = Order.read(request.GET, (), "")
    page = Paginator(calendar.Events(found), A_PAGE).get_page(request.GET.get("page"))
    counts = dict(calendar.counts(found))
    return render(
        request,
        "overview/due.html",
        {
            "quarters": calendar.quarters(page.object_list, found.asked.today, _enterer(request.user, page)),
            "counts": counts,
            "trail": trail(Step(_("Reports due"))),
            **_shared(found),
            **_pages(page, order),
        },
    )


@require_safe
def totals(request: HttpRequest) -> HttpResponse:
    """The emissions of all members together, and how they are spread."""
    found = _network(request)
    columns, places, year = found.columns, found.places, found.asked.today.year
    return render(
        request,
        "overview/totals.html",
        {
            "totals": reads.totals(found),
            "per_capita": drawings.per_capita(columns, places),
            "changes": drawings.changes(columns, places),
            "ages": drawings.ages(columns, places, year),
            "trail": trail(Step(_("Totals and spread"))),
            **_shared(found),
        },
    )


@require_safe
def download(request: HttpRequest, form: str) -> HttpResponse:
    """The table of the members that the address asks for, all pages of it."""
    found = _network(request)
    order = Order.read(request.GET, NAMES, "name")
    places = in_order(found, order, get_language() or "en")
    rows = download_rows(found, places)
    return response(
        Download("members", rows, _("Cascais, the members' published inventories and targets")), form
    )


def _network(request: HttpRequest) -> Network:
    return reads.network(request.GET, timezone.localdate())


def _enterer(user: User, page: Page[Event]) -> Enterer:
    """What the person may enter of what the page shows."""
    if not user.is_authenticated:
        return Enterer()
    networks = RegisterNetwork.objects.filter(keeps_network(user)).values_list("pk", flat=True)
    shown = {event.row.key for event in page.object_list if event.report is Report.INVENTORY}
    members = DRAFT_FOR.rows(user, Member.objects.filter(pk__in=shown)).values_list("pk", flat=True)
    return Enterer(frozenset(networks), frozenset(members))


def _shared(found: Network) -> dict[str, Any]:
    """What every network page needs."""
    return {
        "network": found,
        "members": len(found.places),
        "all_members": int((~found.columns.is_former).sum()),
        "choices": choices(found.columns, found.asked),
        "language": get_language() or "en",
        "this_year": found.asked.today.year,
    }


def _pages(page: Page[Any], order: Order) -> dict[str, Any]:
    return {
        "page": page,
        "page_before": order.page_link(page.previous_page_number()) if page.has_previous() else "",
        "page_after": order.page_link(page.next_page_number()) if page.has_next() else "",
    }
