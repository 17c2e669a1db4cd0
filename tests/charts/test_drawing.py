"""Laws of the small parts: numbers, label places, the map's outline."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from cascais.charts._drawing.end_labels import ASIDE, RIM, WIDTHS, Name, Plane, places
from cascais.charts._drawing.geography import outline, outline_inside
from cascais.charts._drawing.numbers import number
from cascais.charts._drawing.parts import year_ticks
from cascais.charts.emissions_and_targets import (
    EmissionsAndTargets,
    InventoryYear,
    SectorEmissions,
    emissions_and_targets,
)


@given(st.floats(-1e9, 1e9), st.sampled_from(["en", "et", "de"]))
def test_a_written_number_reads_back(value, language):
    text = number(value, language, 2)
    point = "." if language == "en" else ","
    read = float(text.replace("\u202f", "").replace("\u2212", "-").replace(point, "."))
    assert abs(read - value) <= 0.005 + 1e-6


@given(
    st.lists(
        st.tuples(
            st.integers(2030, 2050), st.floats(0, 100), st.sampled_from(["−55 %", "Climate Alliance:\n−95 %"])
        ),
        max_size=5,
    )
)
def test_names_at_the_ends_of_lines_stand_inside_and_apart_on_phone_and_page(ends):
    plane = Plane(1988, 2052, 0, 100, 340)
    names = [Name((year, value), tuple(name.split("\n"))) for year, value, name in ends]
    found = places(names, [[(1990, 100), name.end] for name in names], [(2006, 80, 2010, 0)], plane)
    for width in WIDTHS:
        boxes = [
            name.box(plane, width, place.is_left, plane.y(place.level))
            for name, place in zip(names, found, strict=True)
        ]
        for box in boxes:
            assert box[0] >= -1e-9 and box[2] <= width + RIM + ASIDE[True] + 1e-9
            assert box[1] >= -1e-9 and box[3] <= 340 + 1e-9
        for one, other in combinations(boxes, 2):
            is_beside = one[2] <= other[0] or other[2] <= one[0]
            assert is_beside or one[3] <= other[1] + 1e-9 or other[3] <= one[1] + 1e-9


def test_a_name_leaves_the_line_free_where_there_is_room():
    plane = Plane(1988, 2052, 0, 100, 340)
    line = [(1990, 90.0), (2050, 4.5)]
    (place,) = places([Name((2050, 4.5), ("Climate Alliance:", "−95 % by 2050"))], [line], [], plane)
    for width in WIDTHS:
        name = Name((2050, 4.5), ("Climate Alliance:", "−95 % by 2050"))
        left, top, right, bottom = name.box(plane, width, place.is_left, plane.y(place.level))
        on_line = [90 - (90 - 4.5) * step / 999 for step in range(1000)]
        points = [(plane.x(1990 + 60 * step / 999, width), plane.y(on_line[step])) for step in range(1000)]
        assert not any(left < x < right and top < y < bottom for x, y in points)


@given(st.integers(1900, 2050), st.integers(0, 110))
def test_year_ticks_are_few_and_inside(first, span):
    ticks = year_ticks(first, first + span)
    assert 1 <= len(ticks) <= 8 and all(first <= tick <= first + span for tick in ticks)


@given(st.lists(st.floats(1, 1e6), min_size=1, max_size=6), st.floats(0, 1e5))
def test_stack_ends_at_the_sum_and_sinks_go_below_zero(values, sink):
    keys = ["residential", "transport", "industry", "solid_waste", "livestock", "energy_industries"]
    parts = [SectorEmissions(key, value) for key, value in zip(keys, values, strict=False)]
    year = InventoryYear(2020, sum(values) - sink, (*parts, SectorEmissions("land_use", -sink)))
    rows = emissions_and_targets(EmissionsAndTargets("Sample town", (year,))).spec["datasets"]["rows"]
    assert abs(max(row["_end"] for row in rows) - sum(values)) <= 1e-6 * sum(values)
    assert min(row["_end"] for row in rows) == (-sink if sink else min(row["_end"] for row in rows))


def test_outline_stays_inside_its_box():
    west, south, east, north = 10.0, 45.0, 20.0, 55.0
    shape = outline_inside((west, south, east, north))
    points = [point for polygon in shape["geometry"]["coordinates"] for ring in polygon for point in ring]
    assert len(outline()) > 100 and len(points) > 50
    assert all(west <= x <= east and south <= y <= north for x, y in points)
