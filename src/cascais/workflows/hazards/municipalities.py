"""Boundaries of municipalities from GeoJSON, and weights that are computed once and kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import shapely
import xarray as xr

from cascais.errors import InputError, Problem
from cascais.hazards.zonal.grids import Grid, grid
from cascais.hazards.zonal.kept import from_arrays, to_arrays, weights_key
from cascais.hazards.zonal.places import Places, places
from cascais.hazards.zonal.weights import ZonalWeights, zonal_weights

KEY_NAMES = ("key", "LAU_ID", "lau_id", "GISCO_ID", "gisco_id", "id")


def places_from_geojson(path: Path, key: str = "") -> Places:
    """Municipalities of a GeoJSON file, in degrees; `key` names the property that identifies them.

    Raises InputError where the file is no collection of features, or a feature has no key or no shape.
    """
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        features = record["features"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(
            Problem("This is no GeoJSON with features.", file=path.name, value=str(error)[:200])
        ) from error
    problems, keys, shapes = [], [], []
    for row, feature in enumerate(features, 1):
        found = _key_of(feature, key)
        try:
            shape = shapely.from_geojson(json.dumps(feature.get("geometry")))
        except shapely.errors.GEOSException:
            shape = None
        if not found or shape is None:
            problems.append(
                Problem(
                    "The feature has no key." if not found else "The feature has no shape.",
                    file=path.name, row=row, column=key or "key", value=found,
                    allowed=", ".join([key] if key else KEY_NAMES),
                )
            )  # fmt: skip
            continue
        keys.append(found)
        shapes.append(shape)
    if problems:
        raise InputError(problems)
    return places(keys, shapes)


def grid_of(results: xr.Dataset) -> Grid:
    """The grid of a result; raises InputError where its cells are not evenly spaced degrees."""
    if not {"lon", "lat"} <= set(results.dims):
        raise InputError(
            Problem(
                "The result has no grid of longitude and latitude.",
                value=", ".join(map(str, results.dims)),
                allowed="lat, lon",
                next_step="Regrid the data to evenly spaced longitudes and latitudes first.",
            )
        )
    return grid(results["lon"].to_numpy(), results["lat"].to_numpy())


def kept_weights(given: Places, results: xr.Dataset, folder: Path) -> tuple[ZonalWeights, bool]:
    """Weights of the municipalities on the grid of a result, and whether they had been kept from before.

    A cell that has no value of any index in any year has no part in a mean.
    """
    cells = grid_of(results)
    has_data = _has_data(results)
    how = "area" if has_data.all() else f"area_{_short(has_data)}"
    file = folder / f"{weights_key(given, cells, how)}.npz"
    if file.exists():
        try:
            with np.load(file, allow_pickle=False) as arrays:
                return from_arrays(dict(arrays)), True
        except (ValueError, OSError, EOFError) as error:
            raise InputError(
                Problem("These stored weights are damaged.", file=str(file), next_step="Delete the file.")
            ) from error
    weights = zonal_weights(given, cells, has_data)
    folder.mkdir(parents=True, exist_ok=True)
    temporary = file.with_suffix(".part")
    with temporary.open("wb") as stream:
        np.savez(stream, **to_arrays(weights))  # type: ignore[arg-type]  # the stub takes the flag for an array
    temporary.replace(file)
    return weights, False


def _has_data(results: xr.Dataset) -> np.ndarray[Any, np.dtype[np.bool_]]:
    first = next(str(name) for name in results.data_vars if results[name].dtype.kind == "f")
    values = results[first].transpose(..., "lat", "lon").to_numpy()
    return np.asarray(~np.isnan(values).all(axis=tuple(range(values.ndim - 2)))).ravel()


def _short(mask: np.ndarray[Any, np.dtype[np.bool_]]) -> str:
    return f"{int.from_bytes(np.packbits(mask).tobytes(), 'big') % 0xFFFFFFFF:08x}"


def _key_of(feature: dict[str, Any], key: str) -> str:
    properties = {**({"id": feature["id"]} if "id" in feature else {}), **(feature.get("properties") or {})}
    found = next((properties[name] for name in ([key] if key else KEY_NAMES) if name in properties), "")
    return str(found)
