"""The charts of the network pages."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cascais.charts import Chart, EmptyChart
from cascais.charts.change_since_base import BOUNDS, ChangeSinceBase, change_since_base
from cascais.charts.inventory_ages import LIMITS, InventoryAges, inventory_ages
from cascais.charts.members_grid import MembersGrid, members_grid, tiles
from cascais.charts.members_map import MemberPoint, MembersMap, members_map
from cascais.charts.network_distribution import MemberEmissions, NetworkDistribution, network_distribution
from cascais.charts.per_capita_by_country import CountrySpread, PerCapitaByCountry, per_capita_by_country
from cascais.text import Message, message
from cascais.web.display.states import state
from cascais.web.display.templatetags.display import country_title
from cascais.web.overview.columns import Columns, Places, Truths
from cascais.web.overview.kept import kept_chart
from cascais.workflows.network_view import Spread, counts_between, spreads

MOST_POINTS = 400
"""Members up to which each is a point of its own; with more, tiles stand for those around a place."""
TILE = 1.6  # degrees of longitude
MOST_COUNTRIES = 30
MAP_STATUSES = ("on_track", "uncertain", "off_track", "too_little_data")
MAP_STATUS = {
    "reached": "on_track",
    "on_track": "on_track",
    "uncertain": "uncertain",
    "off_track": "off_track",
    "far_off_track": "off_track",
    "missed": "off_track",
}


def network_map(columns: Columns, places: Places) -> SafeString:
    """Where the members are, by their status against the target that all share."""
    placed = places[_is_placed(columns, places)]
    subtitle = message("On the path from 1990 to −95 % by 2050, at the latest inventory")
    if len(placed) <= MOST_POINTS:
        points = _points(columns, placed)
        return kept_chart(points, lambda style: _without_message(members_map(points, style), subtitle))
    grid = _tiles(columns, placed)
    around = message(
        "On the path from 1990 to −95 % by 2050, at the latest inventory; each mark stands for the members around it"
    )
    return kept_chart(grid, lambda style: _without_message(members_grid(grid, style), around))


def _without_message(drawing: Chart | EmptyChart, subtitle: Message) -> Chart | EmptyChart:
    """The page says the message itself; the map need not say it again."""
    if isinstance(drawing, EmptyChart):
        return drawing
    return replace(drawing, title=message("Where the members stand"), subtitle=subtitle)


def unplaced(columns: Columns, places: Places) -> int:
    """How many members are not on the map, for want of coordinates or of a territory."""
    return int((~_is_placed(columns, places)).sum())


def _is_placed(columns: Columns, places: Places) -> Truths:
    is_known: Truths = ~np.isnan(columns.latitude[places] + columns.longitude[places])
    return is_known & columns.has_territory[places]


def _status_title(status: str) -> str:
    return str(state("cannot_tell" if status == "too_little_data" else status).word)


def _points(columns: Columns, places: Places) -> MembersMap:
    language, found = get_language() or "en", []
    for row in (columns.rows[place] for place in places.tolist()):
        status = MAP_STATUS.get(row.shared_status, MAP_STATUSES[-1])
        name = row.local_name(language)
        found.append(
            MemberPoint(name, row.latitude or 0.0, row.longitude or 0.0, status, _status_title(status))
        )
    return MembersMap(tuple(found))


def _tiles(columns: Columns, places: Places) -> MembersGrid:
    words, status = columns.status[places], np.full(len(places), len(MAP_STATUSES) - 1)
    for word, shown in MAP_STATUS.items():
        status[words == word] = MAP_STATUSES.index(shown)
    found = tiles(columns.latitude[places], columns.longitude[places], status, TILE)
    one, two, three, four = (_status_title(name) for name in MAP_STATUSES)
    return MembersGrid(found, TILE, (one, two, three, four))


def per_capita(columns: Columns, places: Places) -> SafeString:
    """The spread of emissions per inhabitant: each member as a dot, or by country where they are many."""
    if len(places) <= MOST_POINTS:
        dots = _dots(columns, places)
        return kept_chart(dots, lambda style: network_distribution(dots, style))
    found = spreads(columns.country[places], columns.per_head_t[places])[:MOST_COUNTRIES]
    countries = PerCapitaByCountry(tuple(_country(each) for each in found))
    return kept_chart(countries, lambda style: per_capita_by_country(countries, style))


def _dots(columns: Columns, places: Places) -> NetworkDistribution:
    language = get_language() or "en"
    rows = (columns.rows[place] for place in places.tolist())
    return NetworkDistribution(
        tuple(
            MemberEmissions(row.local_name(language), row.per_head_t)
            for row in rows
            if row.per_head_t is not None
        )
    )


def _country(each: Spread) -> CountrySpread:
    parts = (each.tenth, each.quarter, each.median, each.three_quarters, each.nine_tenths)
    return CountrySpread(country_title(each.group), each.members, *parts)


def changes(columns: Columns, places: Places) -> SafeString:
    """By how much the members changed their emissions since their base year."""
    change = columns.change[places]
    known = change[~np.isnan(change)]
    middle = float(np.median(known)) if len(known) else 0.0
    record = ChangeSinceBase(counts_between(change, BOUNDS), middle)
    return kept_chart(record, lambda style: change_since_base(record, style))


def ages(columns: Columns, places: Places, year: int) -> SafeString:
    """How old the latest inventories are in a year."""
    latest = columns.latest_year[places]
    one, two, three, four = counts_between(year - latest, (*LIMITS, np.inf))
    record = InventoryAges((one, two, three, four, int(np.isnan(latest).sum())))
    return kept_chart(record, lambda style: inventory_ages(record, style))
