"""Climate indices of 60 × 60 cells × 70 years from file to file: Cascais, only decoding the file, and xclim with dask.

Synthetic daily weather (float32, compressed) as NetCDF in chunks of a year of maps, as such files come, and as Zarr
in chunks of the whole time. Each work runs in a process of its own: processor seconds, wall seconds, peak memory. Each
run of Cascais and of decoding is repeated; the least counts. "Plain" are the 19 ETCCDI indices without percentiles,
R1mm among them.
The peer reads the same file, computes and writes the same indices, those of percentiles without the bootstrap that Cascais
has done. A share of the rows flatters Cascais: much of the peer's time does not depend on the number of cells.

    python bench/hazards_end_to_end.py [cells along a side] [share of cells for the peer, 0 to leave it out] [all]
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

import numpy as np

YEARS, FIRST, REPEATS = 70, 1951, 2
PERCENTILES = {
    "cold_nights", "cold_days", "warm_nights", "warm_days", "warm_spell_days", "cold_spell_days",
    "very_wet_day_rain", "extremely_wet_day_rain",
}  # fmt: skip
NAMES = ("tasmax", "tasmin", "pr")


def main(arguments: list[str]) -> int:
    if arguments and arguments[0] == "--work":
        return work(arguments[1], Path(arguments[2]), Path(arguments[3]))
    side = int(arguments[0]) if arguments else 60
    peer_share = float(arguments[1]) if len(arguments) > 1 else 1.0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measured("make", folder / str(side), folder)
        report(folder / "weather.nc", folder, side, peer_share, "all" in arguments[2:])
        report(folder / "weather.zarr", folder, side, peer_share, "all" in arguments[2:])
    store(2000, 60, YEARS)
    return 0


def report(file: Path, folder: Path, side: int, share: float, with_all: bool) -> None:
    decoded = best("decode", file, folder)
    print(f"{file.name}, {side} × {side} cells, {YEARS} years")
    line("only decoding", decoded)
    for which in ("plain", "all"):
        own = best(f"cascais{which}", file, folder)
        line(f"Cascais, {which} indices", own)
        print(
            f"    of decoding: {own['cpu'] / decoded['cpu']:.2f} processor, {own['wall'] / decoded['wall']:.2f} wall (aim 1.3); "
            f"{own['cpu'] / side**2 * 1e3:.2f} ms a cell"
        )
        if share and (which == "plain" or with_all):
            part = max(round(side * share), 1)
            theirs = measured(f"xclim{which}:{part}", file, folder)
            scale = side / part
            line(f"xclim, {which} indices" + (f", {part} rows" if part < side else ""), theirs)
            ratio = theirs["cpu"] * scale / own["cpu"]
            print(f"    ratio {ratio:.1f} (aim {'10' if which == 'plain' else '20'})", flush=True)


def line(what: str, found: dict[str, float]) -> None:
    print(
        f"  {what:32} {found['cpu']:8.2f} s processor {found['wall']:8.2f} s wall {found['mb']:7.0f} MB",
        flush=True,
    )


def best(what: str, file: Path, folder: Path) -> dict[str, float]:
    runs = [measured(what, file, folder) for _ in range(REPEATS)]
    return {key: min(run[key] for run in runs) for key in ("cpu", "wall")} | {
        "mb": max(run["mb"] for run in runs)
    }


def measured(what: str, file: Path, folder: Path) -> dict[str, float]:
    answer = subprocess.run(
        [sys.executable, __file__, "--work", what, str(file), str(folder)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if answer.returncode:
        raise SystemExit(answer.stderr)
    return dict(json.loads(answer.stdout.splitlines()[-1]))


def work(what: str, file: Path, folder: Path) -> int:
    import shutil

    output = folder / "output.zarr"
    shutil.rmtree(output, ignore_errors=True)
    job = prepared(what, file, output)
    wall, cpu = time.perf_counter(), time.process_time()
    job()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(
        json.dumps(
            {"cpu": cpu, "wall": wall, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}
        )
    )
    return 0


def prepared(what: str, file: Path, output: Path) -> Any:
    """The work as a function; libraries are loaded before the clock starts."""
    kind, _, part = what.partition(":")
    if kind == "make":
        return lambda: make(int(file.name), output.parent)
    if kind == "decode":
        return lambda: decode(file)
    if kind.startswith("cascais"):
        return cascais_job(kind.removeprefix("cascais"), file, output)
    return xclim_job(kind.removeprefix("xclim"), file, output, int(part))


def cascais_job(which: str, file: Path, output: Path) -> Any:
    # ruff: noqa: PLC0415
    from cascais.hazards.indices import CLIMATE_INDICES
    from cascais.workflows.hazards.computing import wanted
    from cascais.workflows.hazards.running import Means, run
    from cascais.workflows.hazards.weather import open_weather

    keys = [each.key for each in CLIMATE_INDICES.values() if each.is_etccdi]
    if which == "plain":
        keys = [key for key in keys if key not in PERCENTILES]

    def job() -> None:
        weather = open_weather(file)
        run(weather, wanted(weather.variables, keys), output, Means(threads=2))

    return job


def decode(file: Path) -> None:
    """Every value of the file once, in whole chunks, nothing kept."""
    import xarray as xr

    engine = {"engine": "zarr", "consolidated": False} if file.is_dir() else {"engine": "h5netcdf"}
    with xr.open_dataset(file, chunks=None, **engine) as data:
        for name in NAMES:
            if file.is_dir():
                for south in range(0, data.sizes["lat"], 20):
                    for west in range(0, data.sizes["lon"], 20):
                        part = {"lat": slice(south, south + 20), "lon": slice(west, west + 20)}
                        data[name].isel(part).to_numpy()
            else:
                for first in range(0, data.sizes["time"], 3650):
                    data[name].isel(time=slice(first, first + 3650)).to_numpy()


def make(side: int, folder: Path) -> None:
    import xarray as xr

    days = np.arange(f"{FIRST}-01-01", f"{FIRST + YEARS}-01-01", dtype="datetime64[D]").astype(
        "datetime64[ns]"
    )
    rng = np.random.default_rng(1)
    shape = (len(days), side, side)
    season = (9 - 11 * np.cos(np.arange(len(days)) / 365.25 * 2 * np.pi)).astype(np.float32)[:, None, None]
    lowest = np.round(season + 4 * rng.standard_normal(shape, dtype=np.float32), 1)
    highest = np.round(lowest + 3 * rng.standard_gamma(3, shape, dtype=np.float32), 1)
    rain = np.round(8 * rng.standard_gamma(0.3, shape, dtype=np.float32), 1)
    units = {"tasmax": "degC", "tasmin": "degC", "pr": "mm/day"}
    data = xr.Dataset(
        {name: (("time", "lat", "lon"), values, {"units": units[name]}) for name, values in zip(NAMES, (highest, lowest, rain), strict=True)},
        coords={"time": days, "lat": 55 - 0.1 * np.arange(side), "lon": 14 + 0.1 * np.arange(side)},
    )  # fmt: skip
    chunks = (365, side, side)
    data.to_netcdf(
        folder / "weather.nc", engine="h5netcdf",
        encoding={name: {"chunksizes": chunks, "compression": "gzip", "compression_opts": 4, "shuffle": True} for name in NAMES},
    )  # fmt: skip
    tile = min(20, side)
    data.to_zarr(
        folder / "weather.zarr",
        consolidated=False,
        encoding={name: {"chunks": (len(days), tile, tile)} for name in NAMES},
    )


def xclim_job(which: str, file: Path, output: Path, rows: int) -> Any:
    warnings.simplefilter("ignore")
    import dask
    import xarray as xr
    from xclim import atmos
    from xclim.core.calendar import percentile_doy

    def job() -> None:
        dask.config.set(scheduler="threads", num_workers=2)
        # In the chunks of the file, each decoded once, then turned so that a chunk has the whole time.
        engine = {"engine": "zarr", "consolidated": False} if file.is_dir() else {"engine": "h5netcdf"}
        data = xr.open_dataset(file, chunks={}, **engine).chunk({"time": -1, "lat": 20, "lon": 20})
        data = data.isel(lat=slice(0, rows))
        for name, standard in (
            ("tasmax", "air_temperature"),
            ("tasmin", "air_temperature"),
            ("pr", "precipitation_flux"),
        ):
            data[name].attrs |= {"standard_name": standard, "cell_methods": "time: mean"}
        tx, tn, pr = (data[name] for name in NAMES)
        tas = ((tx + tn) / 2).assign_attrs(units="degC", standard_name="air_temperature")
        found = plain(atmos, tx, tn, pr, tas)
        if which == "all":
            found |= by_percentile(atmos, percentile_doy, tx, tn, pr)
        bare = {
            key: value.drop_vars([name for name in value.coords if name not in value.dims]).drop_encoding()
            for key, value in found.items()
        }
        whole = xr.Dataset(bare).chunk({"time": -1, "lat": 20, "lon": 20})
        whole.drop_encoding().to_zarr(output, consolidated=False, mode="w")

    return job


def plain(atmos: Any, tx: Any, tn: Any, pr: Any, tas: Any) -> dict[str, Any]:
    return {
        "fd": atmos.frost_days(tn), "su": atmos.tx_days_above(tx, thresh="25 degC"), "id": atmos.ice_days(tx),
        "tr": atmos.tropical_nights(tn), "gsl": atmos.growing_season_length(tas), "txx": atmos.tx_max(tx),
        "txn": atmos.tx_min(tx), "tnx": atmos.tn_max(tn), "tnn": atmos.tn_min(tn),
        "dtr": atmos.daily_temperature_range(tn, tx), "rx1": atmos.max_1day_precipitation_amount(pr),
        "rx5": atmos.max_n_day_precipitation_amount(pr, window=5), "sdii": atmos.daily_pr_intensity(pr),
        "r10": atmos.wetdays(pr, thresh="10 mm/day"), "r20": atmos.wetdays(pr, thresh="20 mm/day"),
        "r1": atmos.wetdays(pr, thresh="1 mm/day"), "cdd": atmos.maximum_consecutive_dry_days(pr),
        "cwd": atmos.maximum_consecutive_wet_days(pr), "prcptot": atmos.wet_precip_accumulation(pr),
    }  # fmt: skip


def by_percentile(atmos: Any, percentile_doy: Any, tx: Any, tn: Any, pr: Any) -> dict[str, Any]:
    base = slice("1961-01-01", "1990-12-31")
    limit = {
        (name, per): percentile_doy(each.sel(time=base), window=5, per=per).sel(percentiles=per)
        for name, each in (("tx", tx), ("tn", tn))
        for per in (10, 90)
    }
    wet = pr.sel(time=base).where(pr.sel(time=base) >= 1)
    rain = {
        per: wet.quantile(per / 100, dim="time", keep_attrs=True).assign_attrs(units="mm/day")
        for per in (95, 99)
    }
    return {
        "tx90p": atmos.tx90p(tx, limit["tx", 90], freq="YS"), "tx10p": atmos.tx10p(tx, limit["tx", 10], freq="YS"),
        "tn90p": atmos.tn90p(tn, limit["tn", 90], freq="YS"), "tn10p": atmos.tn10p(tn, limit["tn", 10], freq="YS"),
        "wsdi": atmos.warm_spell_duration_index(tx, limit["tx", 90], freq="YS"),
        "csdi": atmos.cold_spell_duration_index(tn, limit["tn", 10], freq="YS"),
        "r95": atmos.days_over_precip_thresh(pr, rain[95], freq="YS"),
        "r99": atmos.days_over_precip_thresh(pr, rain[99], freq="YS"),
    }  # fmt: skip


def store(places: int, indices: int, years: int) -> None:
    """How long a page waits for one place of a store."""
    import polars as pl

    from cascais.hazards.store_schema import Description
    from cascais.workflows.hazards.store import records_of, write_records

    place, index, year = (
        each.ravel() for each in np.meshgrid(range(places), range(indices), range(years), indexing="ij")
    )
    names = pl.Series([f"LAU_{number:06d}" for number in range(places)])
    table = pl.DataFrame(
        {
            "place": names.gather(place), "index": pl.Series([f"index_{number:02d}" for number in range(indices)]).gather(index),
            "period": "year", "year": year + FIRST, "scenario": "observed", "model": "",
            "value": np.random.default_rng(1).normal(size=len(place)), "missing_days": 0,
        }
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "store.parquet"
        started = time.perf_counter()
        write_records(table, path, Description("", (), "", "", "", ""))
        written = time.perf_counter() - started
        seconds = []
        for number in range(0, places, max(places // 40, 1)):
            started = time.perf_counter()
            assert records_of(path, f"LAU_{number:06d}").height == indices * years
            seconds.append(time.perf_counter() - started)
        megabytes = path.stat().st_size / 1e6
    print(
        f"Store of {places} places × {indices} indices × {years} years: {megabytes:.0f} MB, written in {written:.1f} s, "
        f"one place in {np.median(seconds) * 1000:.1f} ms (slowest {max(seconds) * 1000:.1f} ms)"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
