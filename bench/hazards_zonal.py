"""Zonal means of 1 260 layers over 2 000 municipalities, beside exactextract, on the same synthetic boundaries.

Peer: exactextract, which computes the coverage anew for every call. Cascais computes the weights once and keeps
them; both are timed, in processor seconds: the weights with the means, and the means alone. A second peer is
exactextract used with the same idea: coverage once, then a sparse product by SciPy.

    python bench/hazards_zonal.py [layers] [places]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import shapely
from exactextract import exact_extract
from exactextract.raster import NumPyRasterSource
from scipy import sparse

from cascais.hazards.zonal.grids import grid
from cascais.hazards.zonal.means import zonal_means
from cascais.hazards.zonal.places import places
from cascais.hazards.zonal.weights import zonal_weights

CELLS = grid(10 + np.arange(60) * 0.1 + 0.05, 50 - np.arange(60) * 0.1 - 0.05)
REPEATS = 5


def main(arguments: list[str]) -> int:
    layer_count = int(arguments[0]) if arguments else 1260
    place_count = int(arguments[1]) if len(arguments) > 1 else 2000
    towns = synthetic_towns(place_count)
    layers = np.random.default_rng(1).normal(size=(layer_count, 60, 60)).astype(np.float32)
    keys = [str(each) for each in range(len(towns))]
    weights = zonal_weights(places(keys, towns), CELLS)  # compiles, or loads what was compiled before
    zonal_means(weights, layers[:1])

    once = best(lambda: zonal_weights(places(keys, towns), CELLS))
    means = best(lambda: zonal_means(weights, layers))
    theirs_once = best(lambda: coverage_matrix(towns), 1)
    matrix = coverage_matrix(towns)
    theirs_product = best(lambda: matrix @ layers.reshape(layer_count, -1).T)
    theirs = best(lambda: extracted(towns, layers), 1)

    check = extracted(towns, layers[:3])
    plain = zonal_weights(places(keys, towns), CELLS, population=np.ones(CELLS.size))
    off = float(np.abs(zonal_means(plain, layers[:3]) - check).max())
    vertices = int(shapely.get_num_coordinates(np.array(towns)).mean())
    print(
        f"{len(towns)} places of {vertices} vertices, {layer_count} layers of 60 × 60 cells; processor seconds"
    )
    print(f"  exactextract, means                       {theirs:9.3f}")
    print(
        f"  Cascais, weights and means                {once + means:9.3f}   ratio {theirs / (once + means):7.0f} (aim 25)"
    )
    print(
        f"  Cascais, means with the weights at hand   {means:9.3f}   ratio {theirs / means:7.0f} (aim 1000)"
    )
    print(f"  exactextract coverage once                {theirs_once:9.3f}")
    print(f"  Cascais weights                           {once:9.3f}   ratio {theirs_once / once:7.1f}")
    print(
        f"  SciPy's sparse product, no missing cells  {theirs_product:9.3f}   ratio {theirs_product / means:7.1f}"
    )
    print(f"  largest difference of the means           {off:9.1e} (theirs are in single precision)")
    return 0


def synthetic_towns(count: int) -> list[Any]:
    """Voronoi cells of random points that fill the grid, with many vertices."""
    whole = shapely.box(10, 44, 16, 50)
    seeds = shapely.MultiPoint(np.random.default_rng(0).uniform([10, 44], [16, 50], (count, 2)))
    cells = shapely.get_parts(shapely.voronoi_polygons(seeds, extend_to=whole))
    return list(shapely.segmentize(shapely.intersection(cells, whole), 0.004))


def features(towns: list[Any]) -> list[dict[str, Any]]:
    shapes = (shapely.geometry.mapping(town) for town in towns)
    return [{"type": "Feature", "geometry": shape, "properties": {}} for shape in shapes]


def raster(layer: Any, name: str) -> NumPyRasterSource:
    return NumPyRasterSource(layer, xmin=10, ymin=44, xmax=16, ymax=50, name=name)


def extracted(towns: list[Any], layers: Any) -> Any:
    sources = [raster(layer, f"l{number:04d}") for number, layer in enumerate(layers)]
    found = exact_extract(sources, features(towns), ["mean"], output="geojson")
    names = [f"l{number:04d}_mean" for number in range(len(layers))] if len(layers) > 1 else ["mean"]
    return np.array([[feature["properties"][name] for feature in found] for name in names])


def coverage_matrix(towns: list[Any]) -> Any:
    numbers = raster(np.arange(CELLS.size, dtype=np.float64).reshape(60, 60), "cell")
    found = exact_extract(numbers, features(towns), ["values", "coverage"], output="geojson")
    rows = [feature["properties"] for feature in found]
    cell = np.concatenate([row["values"] for row in rows]).astype(int)
    share = np.concatenate([row["coverage"] for row in rows])
    place = np.repeat(np.arange(len(rows)), [len(row["values"]) for row in rows])
    return sparse.csr_matrix((share, (place, cell)), shape=(len(rows), CELLS.size))


def best(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """The fewest processor seconds of some runs."""
    seconds = []
    for _ in range(repeats):
        started = time.process_time()
        work()
        seconds.append(time.process_time() - started)
    return min(seconds)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
