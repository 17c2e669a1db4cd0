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

from cascais.web.display.sorting import Order
from cascais.web.inventories.downloads import Download, response
from cascais.web.navigation import Step, trail
from cascais.web.overview import calendar, drawings, reads
from cascais.web.overview.downloads import download_rows
from cascais.web.overview.filters import choices
from cascais.web.overview.reads import Network
from cascais.web.overview.sorting import NAMES, in_order

A_PAGE = 100


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The whole network: a sentence, a map, a table."""
    found = _network(request)
    order = Order.read(request.GET, NAMES, "name")
    language = get_language() or "en"
    places = in_order(found.columns, found.places, order, language).tolist()
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
    return render(
        request,
        "overview/due.html",
        {
            "quarters": calendar.quarters(page.object_list, found.asked.today),
            "counts": calendar.counts(found),
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
    places = in_order(found.columns, found.places, order, get_language() or "en")
    rows = download_rows(found, places)
    return response(
        Download("members", rows, _("Cascais, the members' published inventories and targets")), form
    )


def _network(request: HttpRequest) -> Network:
    return reads.network(request.GET, timezone.localdate())


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
