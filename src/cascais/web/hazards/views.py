"""The climate of a member: all indices by hazard, and one index with its charts; the collection of the indices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cascais.hazards.index import ClimateIndex
from cascais.hazards.indices import CLIMATE_INDICES, HAZARDS
from cascais.hazards.variables import VARIABLES
from cascais.text import Message
from cascais.web.display.language import page_style
from cascais.web.display.texts import translated
from cascais.web.hazards import store
from cascais.web.hazards.drawings import charts
from cascais.web.hazards.models import HazardPlace
from cascais.web.hazards.reads import Group, groups, index_row, known_periods, seen_datasets, seen_places
from cascais.web.hazards.tables import series_table
from cascais.web.hazards.words import comparison, measure, missing_sentence, trend_words, unit_words
from cascais.web.inventories.downloads import response
from cascais.web.inventories.views import seen_member
from cascais.web.members.models import Member
from cascais.web.navigation import Step, member_page, trail

FIRST_TOLD = (
    "mean_temperature",
    "hot_days",
    "tropical_nights",
    "frost_days",
    "heavy_rain_days",
    "longest_dry_spell",
)
"""The indices that a clerk is told of first."""
YEAR = "year"


@require_safe
def climate(request: HttpRequest, slug: str) -> HttpResponse:
    """What the climate was and is, in words, and each index by hazard."""
    member = seen_member(request, slug)
    places = seen_places(request.user, member)
    place = _chosen(request, places)
    found = groups(place, member) if place else ()
    context = {
        "place": place,
        "places": places,
        "groups": found,
        "told": _told(member, found),
        **member_page(request, member, Step(_("Climate"))),
    }
    return render(request, "hazards/climate.html", context)


@require_safe
def one_index(request: HttpRequest, slug: str, index: str) -> HttpResponse:
    """One index of a member: charts, trend, definition, source."""
    member, place, found, values = _asked(request, slug, index)
    periods = known_periods(values)
    asked = request.GET.get("period", YEAR)
    period = next((each for each in periods if each.key == asked), periods[0])
    summary = store.of_index(place.dataset.summary_sha256, found.key, period.key)
    row = index_row(found, summary.filter(pl.col("place") == member.slug).iter_rows(named=True))
    here = Step(translated(found.title))
    context = {
        "place": place,
        "row": row,
        "index": found,
        "period": period,
        "periods": periods,
        "unit": unit_words(found.unit),
        "charts": charts(place, row, values, period.key),
        "trend_sentence": trend_words(member.local_name, found, row.trend),
        "missing_sentence": missing_sentence(found.missing),
        **member_page(request, member, Step(_("Climate"), reverse("hazards:climate", args=[slug])), here),
    }
    return render(request, "hazards/index.html", context)


@require_safe
def download(request: HttpRequest, slug: str, index: str, form: str) -> HttpResponse:
    """All values of an index of a member as a table."""
    _member, place, found, values = _asked(request, slug, index)
    return response(series_table(place, found, values), form)


@require_safe
def collection(request: HttpRequest) -> HttpResponse:
    """All climate indices with their definitions."""
    shown = [
        (key, title, [each for each in CLIMATE_INDICES.values() if (each.hazards or ("",))[0] == key])
        for key, title in HAZARDS.items()
    ]
    context = {
        "groups": [
            (key, title, [_described(each) for each in found]) for key, title, found in shown if found
        ],
        "count": len(CLIMATE_INDICES),
        "trail": trail(Step(_("Climate indices"))),
    }
    return render(request, "hazards/collection.html", context)


@require_safe
def data_sets(request: HttpRequest) -> HttpResponse:
    """The data sets that climate results come from."""
    context = {
        "datasets": seen_datasets(request.user),
        "trail": trail(
            Step(_("Climate of the members"), reverse("hazards:network")), Step(_("Climate data sets"))
        ),
    }
    return render(request, "hazards/data.html", context)


def _described(index: ClimateIndex) -> dict[str, Any]:
    return {
        "index": index,
        "unit": unit_words(index.unit),
        "missing": missing_sentence(index.missing),
        "needs": [VARIABLES[key].title for key in index.needs],
    }


def _chosen(request: HttpRequest, places: Sequence[HazardPlace]) -> HazardPlace | None:
    """The data set that the address names, or the newest one."""
    wanted = request.GET.get("data", "")
    return next((each for each in places if str(each.dataset_id) == wanted), places[0] if places else None)


def _asked(
    request: HttpRequest, slug: str, index: str
) -> tuple[Member, HazardPlace, ClimateIndex, pl.DataFrame]:
    """The member, its data set, the index and its values; no page where there is no value."""
    member = seen_member(request, slug)
    place = _chosen(request, seen_places(request.user, member))
    if place is None or index not in CLIMATE_INDICES:
        raise Http404
    values = store.series(place.dataset.sha256, member.slug, index)
    if values.is_empty():
        raise Http404
    return member, place, CLIMATE_INDICES[index], values


def _told(member: Member, found: Sequence[Group]) -> list[Message]:
    """The few sentences that come first."""
    rows = {row.index.key: row for group in found for row in group.rows}
    told, style = [], page_style()
    for key in FIRST_TOLD:
        row = rows.get(key)
        if row is None or row.then is None or row.now is None:
            continue
        kind = measure(member.local_name, row.index)
        before, after = (
            (f"{mean.first}–{mean.last}", kind.written(mean.value, style)) for mean in (row.then, row.now)
        )
        told.append(comparison(row.index, before, after))
    return told
