"""Weights kept as arrays, turned poles, and the correction for elevation."""

from __future__ import annotations

import io

import numpy as np
import pytest
import shapely
from pyproj import Transformer

from cascais.errors import InputError
from cascais.hazards.zonal.grids import grid
from cascais.hazards.zonal.kept import from_arrays, to_arrays, weights_key
from cascais.hazards.zonal.places import places
from cascais.hazards.zonal.rotated import RotatedPole, rotated, to_rotated
from cascais.hazards.zonal.weights import zonal_weights

CELLS = grid(np.arange(10) * 0.1, 50 + np.arange(10) * 0.1)
TOWNS = places(["a", "b"], [shapely.box(0.1, 50.2, 0.4, 50.5), shapely.Point(0.7, 50.7)])


def test_kept_weights_come_back_the_same():
    weights = zonal_weights(TOWNS, CELLS)
    file = io.BytesIO()
    np.savez(file, **to_arrays(weights))
    file.seek(0)
    with np.load(file, allow_pickle=False) as arrays:
        back = from_arrays(arrays)
    assert back.keys == weights.keys
    for name in ("ends", "cell", "weight", "covered", "taken", "distance_km"):
        assert getattr(back, name).tobytes() == getattr(weights, name).tobytes()


@pytest.mark.parametrize("broken", ["cell", "ends", "weight"])
def test_damaged_weights_are_refused(broken):
    arrays = to_arrays(zonal_weights(TOWNS, CELLS))
    with pytest.raises(InputError, match="damaged"):
        from_arrays({name: array for name, array in arrays.items() if name != broken})
    with pytest.raises(InputError, match="damaged"):
        from_arrays({**arrays, broken: arrays[broken][:-1]})


def test_the_key_tells_grids_and_boundaries_apart():
    moved = places(["a", "b"], [shapely.box(0.1, 50.2, 0.4, 50.6), shapely.Point(0.7, 50.7)])
    other = grid(np.arange(10) * 0.1, 50.05 + np.arange(10) * 0.1)
    keys = {weights_key(TOWNS, CELLS), weights_key(moved, CELLS), weights_key(TOWNS, other)}
    assert len(keys | {weights_key(TOWNS, CELLS, "people")}) == 4


def test_rotated_degrees_equal_those_of_proj():
    rng = np.random.default_rng(1)
    lon, lat = rng.uniform(-20, 50, 50), rng.uniform(35, 70, 50)
    east, north = to_rotated(RotatedPole(-162.0, 39.25), lon, lat)
    proj = Transformer.from_crs(
        "+proj=longlat +R=6371000", "+proj=ob_tran +o_proj=longlat +o_lon_p=0 +o_lat_p=39.25 +lon_0=18 +R=6371000",
        always_xy=True,
    )  # fmt: skip
    expected = proj.transform(lon, lat)
    np.testing.assert_allclose(np.column_stack([east, north]), np.column_stack(expected), atol=1e-9)


def test_a_town_on_a_rotated_grid_gets_its_cells():
    turned_grid = grid(np.arange(-5, 5.01, 0.11), np.arange(-5, 5.01, 0.11))
    town = places(["ostrava"], [shapely.box(18.1, 49.7, 18.4, 49.9)])
    weights = zonal_weights(rotated(town, RotatedPole(-162.0, 39.25)), turned_grid)
    assert weights.weight.sum() == pytest.approx(1.0)
    assert weights.covered[0] == pytest.approx(1.0)
