"""Laws of the small parts: numbers, label places, the map's outline."""

from hypothesis import given
from hypothesis import strategies as st

from cascais.charts._drawing.numbers import number
from cascais.charts._drawing.parts import spread, year_ticks
from cascais.charts.emissions_and_targets import (
    EmissionsAndTargets,
    InventoryYear,
    SectorEmissions,
    emissions_and_targets,
)
from cascais.charts.members_map import outline, outline_inside


@given(st.floats(-1e9, 1e9), st.sampled_from(["en", "et", "de"]))
def test_a_written_number_reads_back(value, language):
    text = number(value, language, 2)
    point = "." if language == "en" else ","
    read = float(text.replace("\u202f", "").replace("\u2212", "-").replace(point, "."))
    assert abs(read - value) <= 0.005 + 1e-6


@given(st.lists(st.floats(0, 1000), max_size=8))
def test_spread_labels_do_not_overlap_and_keep_their_order(positions):
    placed = spread(positions, [20.0] * len(positions), 0, 1000)
    order = sorted(placed)
    assert all(later - earlier >= 20 - 1e-9 for earlier, later in zip(order, order[1:], strict=False))
    assert [placed[i] for i in sorted(range(len(positions)), key=positions.__getitem__)] == order
    assert all(10 - 1e-9 <= place <= 990 + 1e-9 for place in placed)


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
