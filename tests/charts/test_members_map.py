"""Members that lie close together are set apart and named; many are points alone."""

from __future__ import annotations

import math

from cascais.charts import Chart
from cascais.charts.members_map import APART, MOST_NAMED, MOVED, MemberPoint, MembersMap, members_map

SLOVENIA_AND_AROUND = {
    "Budapest": (47.50, 19.04),
    "Gabrovo": (42.88, 25.32),
    "Kranj": (46.24, 14.36),
    "Liepāja": (56.51, 21.01),
    "Ljubljana": (46.06, 14.51),
    "Velenje": (46.36, 15.11),
    "Zagreb": (45.81, 15.98),
}


def drawn(places: dict[str, tuple[float, float]]) -> Chart:
    points = tuple(MemberPoint(name, *place, "on_track", "On track") for name, place in places.items())
    chart = members_map(MembersMap(points))
    assert isinstance(chart, Chart)
    return chart


def test_every_name_of_a_small_network_stands_on_the_map():
    rows = drawn(SLOVENIA_AND_AROUND).spec["datasets"]["rows"]
    assert all(row["_side"] is not None for row in rows)


def test_points_are_set_apart_and_the_table_keeps_their_places():
    chart = drawn(SLOVENIA_AND_AROUND)
    rows = {row["name"]: row for row in chart.spec["datasets"]["rows"]}
    moved = {name for name, row in rows.items() if not math.isclose(row["longitude"], row["_longitude"])}
    assert {"Kranj", "Ljubljana"} <= moved
    assert not moved & {"Budapest", "Gabrovo", "Liepāja"}
    assert {name: (latitude, longitude) for name, latitude, longitude, _ in chart.rows} == SLOVENIA_AND_AROUND
    assert MOVED in chart.source_line
    assert MOVED not in drawn({"Budapest": (47.5, 19.04), "Riga": (56.95, 24.11)}).source_line


def test_two_members_at_one_place_are_two_points():
    rows = drawn({"Town": (50.0, 10.0), "District": (50.0, 10.0)}).spec["datasets"]["rows"]
    first, second = ((row["_longitude"], row["_latitude"]) for row in rows)
    assert math.dist(first, second) > APART / 50
    assert first[1] == second[1]


def test_a_large_network_is_points_alone():
    places = {f"Place {i}": (45 + i % 10, 5 + i / 10) for i in range(MOST_NAMED + 1)}
    rows = drawn(places).spec["datasets"]["rows"]
    assert {row["_side"] for row in rows} == {None}
    assert all(math.isclose(row["longitude"], row["_longitude"]) for row in rows)
