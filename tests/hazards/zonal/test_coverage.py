"""Shares of cells and means of places against shapely, exactextract, hand-made cases, and laws."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from exactextract import exact_extract
from exactextract.raster import NumPyRasterSource
from hypothesis import given, settings
from hypothesis import strategies as st

from cascais.errors import InputError
from cascais.hazards.zonal.grids import cell_areas_km2, grid
from cascais.hazards.zonal.means import zonal_means
from cascais.hazards.zonal.places import places
from cascais.hazards.zonal.weights import Taken, zonal_weights

CELLS = grid(np.arange(12) * 0.5 + 10.25, np.arange(8) * 0.5 + 45.25)
EAST, NORTH = np.meshgrid(CELLS.lon.centres, CELLS.lat.centres)
BOXES = shapely.box(EAST - 0.25, NORTH - 0.25, EAST + 0.25, NORTH + 0.25).ravel()
AREAS = np.repeat(cell_areas_km2(CELLS), CELLS.lon.size)

coordinates = st.tuples(st.floats(9.0, 17.0), st.floats(44.0, 50.0))


def dense(weights):
    matrix = np.zeros((len(weights.keys), weights.cells))
    for place in range(len(weights.keys)):
        own = slice(weights.ends[place], weights.ends[place + 1])
        matrix[place, weights.cell[own]] = weights.weight[own]
    return matrix


def by_shapely(shape, boxes=BOXES, areas=AREAS):
    worth = shapely.area(shapely.intersection(boxes, shape)) / shapely.area(boxes) * areas
    return worth / worth.sum()


@st.composite
def polygons(draw):
    points = draw(st.lists(coordinates, min_size=3, max_size=12, unique=True))
    shape = shapely.MultiPoint(points).buffer(draw(st.floats(0.05, 1.0)), quad_segs=3)
    hole = shapely.Point(draw(coordinates)).buffer(draw(st.floats(0.05, 1.5)), quad_segs=2)
    return shapely.difference(shape, hole)


@given(polygons())
@settings(max_examples=200, deadline=None)
def test_shares_equal_the_areas_of_intersections(shape):
    on_grid = shapely.intersection(shape, shapely.union_all(BOXES)).area
    if shape.is_empty or on_grid < 1e-3:
        return
    weights = zonal_weights(places(["p"], [shape]), CELLS)
    assert np.abs(dense(weights)[0] - by_shapely(shape)).max() < 1e-7
    assert weights.covered[0] == pytest.approx(on_grid / shape.area, abs=1e-7)


@given(polygons(), st.sampled_from([(1, -1), (-1, 1), (-1, -1)]))
@settings(max_examples=50, deadline=None)
def test_the_order_of_the_cells_does_not_matter(shape, turned):
    if shape.is_empty:
        return
    east, north = turned
    other = grid(CELLS.lon.centres[::east], CELLS.lat.centres[::north])
    values = np.arange(CELLS.size, dtype=np.float64).reshape(1, CELLS.lat.size, CELLS.lon.size)
    here = zonal_means(zonal_weights(places(["p"], [shape]), CELLS), values)
    there = zonal_means(zonal_weights(places(["p"], [shape]), other), values[:, ::north, ::east])
    np.testing.assert_allclose(here, there, atol=1e-6)


def test_neighbours_share_out_every_cell():
    rng = np.random.default_rng(7)
    whole = shapely.box(10.0, 45.0, 16.0, 49.0)
    seeds = shapely.MultiPoint(rng.uniform([10, 45], [16, 49], (40, 2)))
    towns = [
        shapely.intersection(cell, whole) for cell in shapely.voronoi_polygons(seeds, extend_to=whole).geoms
    ]
    weights = zonal_weights(places([str(each) for each in range(len(towns))], towns), CELLS)
    size = np.array(
        [(shapely.area(shapely.intersection(BOXES, town)) / 0.25 * AREAS).sum() for town in towns]
    )
    np.testing.assert_allclose(size @ dense(weights), AREAS, rtol=1e-7)
    np.testing.assert_allclose(weights.covered, 1.0, rtol=1e-9)


def test_means_equal_those_of_exactextract():
    rng = np.random.default_rng(3)
    centres = rng.uniform([10.5, 45.5], [15.5, 48.5], (20, 2))
    towns = [shapely.Point(x, y).buffer(0.4, quad_segs=4) for x, y in centres]
    values = rng.normal(size=(CELLS.lat.size, CELLS.lon.size))
    raster = NumPyRasterSource(values[::-1], xmin=10.0, ymin=45.0, xmax=16.0, ymax=49.0)
    features = [
        {"type": "Feature", "geometry": shapely.geometry.mapping(town), "properties": {}} for town in towns
    ]
    found = exact_extract(raster, features, ["mean"], output="geojson")
    expected = [feature["properties"]["mean"] for feature in found]
    # Theirs weighs by degrees: the same people in every cell do so too.
    alike = zonal_weights(places(list(map(str, range(20))), towns), CELLS, population=np.ones(CELLS.size))
    np.testing.assert_allclose(zonal_means(alike, values[None])[0], expected, atol=1e-5)


def test_a_hole_and_a_second_part_count():
    ring = shapely.difference(shapely.box(11.0, 46.0, 12.0, 47.0), shapely.box(11.0, 46.0, 11.5, 46.5))
    far = shapely.box(14.0, 48.0, 14.5, 48.5)
    weights = zonal_weights(places(["p"], [shapely.union(ring, far)]), CELLS)
    assert len(weights.cell) == 4
    np.testing.assert_allclose(dense(weights)[0], by_shapely(shapely.union(ring, far)), atol=1e-12)


def test_a_town_within_one_cell_takes_that_cell():
    weights = zonal_weights(places(["small"], [shapely.box(11.1, 46.1, 11.12, 46.12)]), CELLS)
    assert (weights.cell.tolist(), weights.weight.tolist()) == ([2 * 12 + 2], [1.0])
    assert weights.taken[0] == Taken.AREA


def test_a_point_takes_its_cell():
    weights = zonal_weights(places(["dot"], [shapely.Point(11.1, 46.1)]), CELLS)
    assert (weights.cell.tolist(), weights.taken[0]) == ([26], Taken.POINT)


def test_missing_cells_take_no_part_and_the_share_is_told():
    has_data = np.ones(CELLS.size, bool)
    has_data[26] = False
    weights = zonal_weights(places(["coast"], [shapely.box(11.0, 46.0, 12.0, 46.5)]), CELLS, has_data)
    assert weights.cell.tolist() == [27]
    assert weights.covered[0] == pytest.approx(0.5)


def test_a_town_on_the_sea_takes_the_nearest_cell_within_reach():
    has_data = np.ones(CELLS.size, bool)
    has_data[[26, 27, 38, 39]] = False
    town = places(["island"], [shapely.box(11.1, 46.1, 11.2, 46.2)])
    near = zonal_weights(town, CELLS, has_data, nearest_within_km=40.0)
    assert (near.cell.tolist(), near.taken[0]) == ([25], Taken.NEAREST)
    assert near.distance_km[0] == pytest.approx(
        32.7, abs=0.1
    )  # 0.4° of longitude are 30.8 km here, 0.1° of latitude 11.1 km
    far = zonal_weights(town, CELLS, has_data, nearest_within_km=10.0)
    assert far.taken[0] == Taken.NOTHING
    assert np.isnan(zonal_means(far, np.ones((1, CELLS.size)))).all()


def test_a_place_off_the_grid_is_named():
    weights = zonal_weights(places(["away"], [shapely.box(30.0, 60.0, 30.1, 60.1)]), CELLS)
    assert (weights.taken[0], weights.covered[0], weights.cell.size) == (Taken.NOTHING, 0.0, 0)


def test_people_weigh_where_they_live():
    people = np.zeros(CELLS.size)
    people[26], people[27] = 300.0, 100.0
    town = places(
        ["town", "empty"], [shapely.box(11.0, 46.0, 12.0, 46.5), shapely.box(14.0, 48.0, 15.0, 48.5)]
    )
    weights = zonal_weights(town, CELLS, population=people)
    assert weights.weight.tolist() == pytest.approx([0.75, 0.25, 0.5, 0.5])


def test_a_missing_value_is_left_out_and_too_few_give_none():
    weights = zonal_weights(places(["p"], [shapely.box(11.0, 46.0, 12.0, 46.5)]), CELLS)
    layers = np.full((3, CELLS.size), 7.0, np.float32)
    layers[0, 26] = np.nan
    layers[1, [26, 27]] = np.nan
    means = zonal_means(weights, layers)[:, 0]
    assert (means[0], means[2]) == (7.0, 7.0)
    assert np.isnan(means[1])
    assert np.isnan(zonal_means(weights, layers, enough=0.6)[0, 0])


@given(st.integers(1, 40), st.integers(0, 2**32 - 1))
@settings(max_examples=30, deadline=None)
def test_a_layer_does_not_depend_on_the_others(count, seed):
    rng = np.random.default_rng(seed)
    layers = rng.normal(size=(count, CELLS.size)).astype(np.float32)
    layers[rng.random(layers.shape) < 0.05] = np.nan
    towns = [shapely.Point(x, y).buffer(0.6) for x, y in rng.uniform([10.5, 45.5], [15.5, 48.5], (5, 2))]
    weights = zonal_weights(places(list("abcde"), towns), CELLS)
    alone = np.concatenate([zonal_means(weights, layers[each : each + 1]) for each in range(count)])
    assert zonal_means(weights, layers).tobytes() == alone.tobytes()


def test_the_area_of_all_cells_is_that_of_the_globe():
    globe = grid(np.arange(-179.5, 180), np.arange(-89.5, 90))
    assert cell_areas_km2(globe).sum() * 360 == pytest.approx(4 * np.pi * 6371.0088**2, rel=1e-12)


@pytest.mark.parametrize(
    ("lon", "lat", "found"),
    [
        ([1.0, 2.0, 4.0], [1.0, 2.0], "2"),
        ([1.0, 1.0], [1.0, 2.0], "1"),
        ([1.0], [1.0, 2.0], "fewer"),
        ([1.0, 2.0], [89.0, 91.0], "91"),
        ([1.0, float("nan")], [1.0, 2.0], "fewer"),
    ],
)
def test_uneven_or_impossible_grids_are_refused(lon, lat, found):
    with pytest.raises(InputError, match="not evenly spaced") as refused:
        grid(lon, lat)
    assert found in str(refused.value)


@pytest.mark.parametrize(
    ("keys", "shapes", "found"),
    [
        (["a", "a"], [shapely.Point(1, 1), shapely.Point(1, 2)], "twice"),
        (["a"], [shapely.Polygon()], "empty"),
        (["a"], [shapely.LineString([(0, 0), (1, 1)])], "no polygon"),
        (["a"], [shapely.box(4e5, 5e6, 4.1e5, 5.1e6)], "no degrees"),
        (["a", "b"], [shapely.Point(1, 1)], "shapes for"),
    ],
)
def test_unusable_places_are_refused_by_name(keys, shapes, found):
    with pytest.raises(InputError, match=found):
        places(keys, shapes)


def test_an_outline_that_crosses_itself_is_repaired_and_marked():
    bow = shapely.Polygon([(11, 46), (12, 47), (12, 46), (11, 47)])
    repaired = places(["bow"], [bow])
    assert repaired.was_repaired.tolist() == [True]
    weights = zonal_weights(repaired, CELLS)
    assert weights.covered[0] == pytest.approx(1.0)


def test_layers_of_another_grid_are_refused():
    weights = zonal_weights(places(["p"], [shapely.Point(11, 46)]), CELLS)
    with pytest.raises(InputError, match="another grid"):
        zonal_means(weights, np.ones((2, 5)))
    with pytest.raises(InputError, match="does not fit the grid"):
        zonal_weights(places(["p"], [shapely.Point(11, 46)]), CELLS, has_data=np.ones(3, bool))


def test_longitudes_from_0_to_360_are_understood():
    west = grid(np.arange(350.5, 360), np.arange(40.5, 50))
    weights = zonal_weights(places(["lisbon"], [shapely.Point(-9.14, 41.2)]), west)
    assert (weights.cell.tolist(), weights.taken[0]) == ([10 + 0], Taken.POINT)
