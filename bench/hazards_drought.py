"""SPI-3 and SPEI-3 of 3 600 places over 70 years of months, beside xclim on the same synthetic sums.

The peer fits its distributions the quick way that it offers (method of approximation, gamma with its location
fixed at 0 for SPI; fisk with a fixed location for SPEI). It is measured on a part of the places where the whole would take minutes,
and scaled; the script says so. Processor seconds.

    python bench/hazards_drought.py [places] [places of the peer]
"""

from __future__ import annotations

import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from cascais.hazards.drought.standardised import Calibration, Months, spei, spi

YEARS = 70
FIRST = 1951
BASE = Calibration(1961, 1990)


def main(arguments: list[str]) -> int:
    places = int(arguments[0]) if arguments else 3600
    of_peer = int(arguments[1]) if len(arguments) > 1 else 3600
    rng = np.random.default_rng(1)
    rain = rng.gamma(2.0, 25.0, (YEARS * 12, places)).astype(np.float32)
    season = 60 + 50 * np.sin(np.arange(YEARS * 12) / 6 * np.pi)[:, None]
    balance = rain - season.astype(np.float32)
    print(f"{places} places, {YEARS} years, calibration 1961–1990; processor seconds")
    spi(Months(rain[:, :1], FIRST), 3, BASE), spei(Months(balance[:, :1], FIRST), 3, BASE)
    row("SPI-3", lambda: spi(Months(rain, FIRST), 3, BASE), peer(rain[:, :of_peer], "spi"), places / of_peer)
    row(
        "SPEI-3",
        lambda: spei(Months(balance, FIRST), 3, BASE),
        peer(balance[:, :of_peer], "spei"),
        places / of_peer,
    )
    few = max(of_peer // 600, 1)
    row("SPI-3*", lambda: spi(Months(rain, FIRST), 3, BASE), peer(rain[:, :few], "default"), places / few)
    print("  * the peer by its default, maximum likelihood, on a few places, scaled")
    return 0


def peer(values: Any, which: str) -> Callable[[], object]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import xarray as xr  # noqa: PLC0415 – as below
        from xclim import indices  # noqa: PLC0415 – warns when it is imported

    time_axis = xr.date_range(f"{FIRST}-01-01", periods=len(values), freq="MS")
    data = xr.DataArray(values, dims=("time", "place"), coords={"time": time_axis}, attrs={"units": "mm/day"})
    base = {"freq": "MS", "window": 3, "method": "APP", "cal_start": "1961-01-01", "cal_end": "1990-12-31"}

    def run() -> object:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if which == "default":
                return indices.standardized_precipitation_index(data, **{**base, "method": "ML"}).load()
            if which == "spi":
                return indices.standardized_precipitation_index(
                    data, dist="gamma", fitkwargs={"floc": 0}, **base
                ).load()
            return indices.standardized_precipitation_evapotranspiration_index(
                data, dist="fisk", fitkwargs={"floc": -400}, **base
            ).load()

    return run


def row(name: str, ours: Callable[[], object], theirs: Callable[[], object], scale: float) -> None:
    own = min(seconds(ours) for _ in range(3))
    other = seconds(theirs) * scale
    scaled = f" (scaled by {scale:g})" if scale != 1 else ""
    print(
        f"  {name:8} Cascais {own:7.3f}   xclim {other:8.2f}{scaled}   ratio {other / own:6.1f} (aim 20)",
        flush=True,
    )


def seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
