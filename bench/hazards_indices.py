"""Climate indices: the single pass beside xclim, on the same synthetic days in one run.

    python bench/hazards_indices.py [rows of 60 cells for Cascais] [cells for xclim]

The grid has 60 × 60 cells and 70 years of daily maximum and minimum temperature and precipitation, float32 (1.1 GB).
Cascais computes it in blocks of some rows, so that memory is bounded by the block; xclim computes some cells in
memory, single-threaded and without Dask, which is faster for it than a lazy graph; its seconds are scaled to the grid, and
said so. Aims: the 18 indices without percentiles 60 times, the bootstrapped TX90p 120 times.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
import warnings
from collections.abc import Callable

import numpy as np

from cascais.hazards.blocks import compute
from cascais.hazards.calendars import Calendar, TimeAxis
from cascais.hazards.indices import CLIMATE_INDICES
from cascais.hazards.percentiles import BasePeriod

GRID = 3600
ROW = 60
MANY_MORE = 15
AXIS = TimeAxis(Calendar.STANDARD, 1951, 1, 1, 25568)
BASE = BasePeriod(1961, 1990)
BY_PERCENTILE = {
    "cold_nights", "cold_days", "warm_nights", "warm_days", "warm_spell_days", "cold_spell_days",
    "very_wet_day_rain", "extremely_wet_day_rain",
}  # fmt: skip
ALL = [index.key for index in CLIMATE_INDICES.values() if index.is_etccdi]
PLAIN = [key for key in ALL if key not in BY_PERCENTILE]
SETS = {"without percentiles": PLAIN, "TX90p with bootstrap": ["warm_days"], "all 27": ALL}
AIMS = {"without percentiles": 60.0, "TX90p with bootstrap": 120.0, "all 27": 20.0}


def days(cells: int, seed: int) -> dict[str, np.ndarray]:
    """Seasonal cycle and noise with memory; rain on four days of ten."""
    generator = np.random.default_rng(seed)
    season = (9.0 - 11.0 * np.cos(2 * np.pi * (AXIS.day_of_year - 15) / 365.0)).astype(np.float32)
    noise = generator.standard_normal((AXIS.length, cells), dtype=np.float32) * np.float32(3.0)
    for day in range(1, AXIS.length):
        noise[day] += np.float32(0.7) * noise[day - 1]
    highest = noise + season[:, np.newaxis] + np.float32(5.0)
    spread = generator.standard_gamma(4.0, (AXIS.length, cells), dtype=np.float32) * np.float32(2.0)
    rain = generator.standard_exponential((AXIS.length, cells), dtype=np.float32) * np.float32(6.0)
    rain[generator.random((AXIS.length, cells), dtype=np.float32) > 0.4] = 0.0
    return {"tasmax": highest, "tasmin": highest - spread, "pr": rain}


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Processor and wall seconds."""
    processor, wall = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - processor, time.perf_counter() - wall


def ours(rows: int) -> None:
    """One block after the other, each computed once the code is loaded; seconds scaled from these rows to the grid."""
    block = days(rows * ROW, 1)
    few = {key: np.ascontiguousarray(values[:, :4]) for key, values in block.items()}
    first, _ = seconds(lambda: compute(ALL, few, AXIS, base=BASE))
    print(f"first {first:.2f}")
    for name, keys in SETS.items():
        runs = [seconds(lambda keys=keys: compute(keys, block, AXIS, base=BASE)) for _ in range(2)]
        processor, wall = min(runs)
        print(f"{name}: {processor * GRID / (rows * ROW):.3f} {wall * GRID / (rows * ROW):.3f}")
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}")


def theirs(cells: int) -> None:
    """xclim on some cells, scaled to the grid."""
    warnings.simplefilter("ignore")
    import xarray as xr  # noqa: PLC0415 - only this process may pay for the peer
    import xclim.indices as xi  # noqa: PLC0415
    from xclim.core.calendar import percentile_doy  # noqa: PLC0415
    from xclim.core.options import set_options  # noqa: PLC0415

    time_axis = np.arange("1951-01-01", "2021-01-01", dtype="datetime64[D]").astype("datetime64[ns]")
    block = days(cells * MANY_MORE, 1)
    units = {"tasmax": "degC", "tasmin": "degC", "pr": "mm/d"}
    tx, tn, pr = (
        xr.DataArray(
            block[key], dims=("time", "cell"), coords={"time": time_axis}, attrs={"units": units[key]}
        )
        for key in ("tasmax", "tasmin", "pr")
    )
    few = tx.isel(cell=slice(0, cells)).copy()
    mean = ((tx + tn) / 2).assign_attrs(units="degC")

    def plain() -> None:
        for work in (
            lambda: xi.frost_days(tn), lambda: xi.tx_days_above(tx, "25 degC"), lambda: xi.ice_days(tx),
            lambda: xi.tn_days_above(tn, "20 degC"), lambda: xi.tx_max(tx), lambda: xi.tn_max(tn),
            lambda: xi.tx_min(tx), lambda: xi.tn_min(tn), lambda: xi.daily_temperature_range(tn, tx),
            lambda: xi.growing_season_length(mean), lambda: xi.max_1day_precipitation_amount(pr),
            lambda: xi.max_n_day_precipitation_amount(pr, 5), lambda: xi.daily_pr_intensity(pr),
            lambda: xi.wetdays(pr, "10 mm/day"), lambda: xi.wetdays(pr, "20 mm/day"),
            lambda: xi.maximum_consecutive_dry_days(pr), lambda: xi.maximum_consecutive_wet_days(pr),
            lambda: xi.prcptot(pr, "1 mm/day"),
        ):  # fmt: skip
            work().load()

    def bootstrapped() -> None:
        base = few.sel(time=slice("1961", "1990"))
        limit = percentile_doy(base, 5, 90.0).sel(percentiles=90.0)
        with set_options(resample_map_blocks=False):
            xi.tx90p(few, limit, freq="YS", bootstrap=True).load()

    works = (("without percentiles", plain, cells * MANY_MORE), ("TX90p with bootstrap", bootstrapped, cells))
    for name, work, count in works:
        processor, wall = seconds(work)
        print(f"{name}: {processor * GRID / count:.1f} {wall * GRID / count:.1f}", flush=True)
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}")


def run(*arguments: str) -> dict[str, tuple[float, ...]]:
    """Figures of a fresh process by name."""
    answer = subprocess.run(
        [sys.executable, __file__, *arguments], check=True, capture_output=True, text=True
    ).stdout
    parts = [line.replace(":", "").rsplit(" ", 2 if ":" in line else 1) for line in answer.splitlines()]
    return {name: tuple(float(figure) for figure in figures) for name, *figures in parts}


def main() -> None:
    rows = sys.argv[1] if len(sys.argv) > 1 else "17"
    cells = sys.argv[2] if len(sys.argv) > 2 else "60"
    cascais = run("ours", rows)
    xclim = run("theirs", cells)
    print(
        f"3 600 cells, 70 years; Cascais on {int(rows) * ROW} cells, xclim on {int(cells) * MANY_MORE} and, for TX90p, {cells}, scaled to the grid"
    )
    for name, (processor, wall) in (
        (name, figures) for name, figures in cascais.items() if len(figures) == 2
    ):
        line = f"{name:24s} Cascais {processor:8.2f} s processor {wall:8.2f} s wall"
        if name in xclim:
            line += f"   xclim {xclim[name][0]:9.1f} s   ratio {xclim[name][0] / processor:7.0f}  aim {AIMS[name]:.0f}"
        print(line)
    print(f"first call on 4 cells {cascais['first'][0]:.2f} s processor (compiled code read from disk)")
    print(
        f"peak memory: Cascais {cascais['memory'][0]:.0f} MB (block of {rows} rows), xclim {xclim['memory'][0]:.0f} MB"
    )


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] in ("ours", "theirs"):
        {"ours": ours, "theirs": theirs}[sys.argv[1]](int(sys.argv[2]))
    else:
        main()
