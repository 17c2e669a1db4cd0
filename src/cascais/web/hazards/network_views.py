"""One climate index at all members, as a map and as a table."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cascais.hazards.indices import CLIMATE_INDICES, HAZARDS
from cascais.hazards.periods import PERIODS
from cascais.web.hazards.drawings import change_map
from cascais.web.hazards.network import PERIODS_OFFERED, network_climate
from cascais.web.hazards.tables import network_table
from cascais.web.hazards.words import unit_words
from cascais.web.inventories.downloads import response
from cascais.web.navigation import Step, trail


@require_safe
def network(request: HttpRequest) -> HttpResponse:
    """Where an index rises, and how high it is, member by member."""
    found = network_climate(request.user, request.GET.dict())
    members = [each.place.member for each in found.rows]
    context = {
        "found": found,
        "page": found.page(request.GET.get("page", "1")),
        "rising": found.counted("rising"),
        "falling": found.counted("falling"),
        "unit": unit_words(found.index.unit),
        "drawing": change_map(
            found.index, members, found.by_slug, found.dataset.source_line if found.dataset else ""
        ),
        "offered": [
            (title, [each for each in CLIMATE_INDICES.values() if (each.hazards or ("",))[0] == key])
            for key, title in HAZARDS.items()
        ],
        "periods": [PERIODS[key] for key in PERIODS_OFFERED],
        "trail": trail(Step(_("Climate of the members"))),
    }
    return render(request, "hazards/network.html", context)


@require_safe
def network_download(request: HttpRequest, form: str) -> HttpResponse:
    """The same members as a table to take away."""
    return response(network_table(network_climate(request.user, request.GET.dict())), form)
