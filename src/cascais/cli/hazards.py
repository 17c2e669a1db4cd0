"""`cascais hazards`: weather, climate indices, means over municipalities, return levels, trends."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress

from cascais.cli import output
from cascais.cli.output import Format
from cascais.errors import CascaisError

app = typer.Typer(help="Climate indices of grids, stations and municipalities.", no_args_is_help=True)

MEBIBYTE = 1024**2
NEEDED = ("xarray", "numba", "polars", "dask", "zarr", "h5netcdf", "scipy", "shapely", "httpx")

Indices = Annotated[
    str,
    typer.Option(
        "--indices", help="Indices set apart by commas, or “etccdi”; all that are possible by default."
    ),
]
Files = Annotated[list[Path], typer.Argument(help="NetCDF files or Zarr stores that belong together.")]
Periods = Annotated[
    str, typer.Option("--periods", help="year, DJF, MAM, JJA, SON, 01 … 12, hydrological_year; by commas.")
]
Base = Annotated[str, typer.Option("--base", help="Base period of percentiles and drought.")]
Threads = Annotated[
    int, typer.Option("--threads", help="Threads of this machine; 0 for all processors.", min=0)
]
Scheduler = Annotated[
    str, typer.Option("--scheduler", help="Address of a Dask cluster such as tcp://host:8786.")
]
BlockSize = Annotated[int, typer.Option("--block-size", help="Cells of a block; by memory where 0.", min=0)]
Bootstrap = Annotated[
    bool, typer.Option("--bootstrap/--no-bootstrap", help="Bootstrap within the base period.")
]
Output = Annotated[Path, typer.Option("--output", help="The file to write.", show_default=False)]
Scenario = Annotated[str, typer.Option(help="Scenario of the data: observed, historical, rcp45, ssp245 …")]
Model = Annotated[str, typer.Option(help="Climate model of the data; empty for observations.")]
Title = Annotated[str, typer.Option(help="Title of the store.")]
Written = Annotated[Format, typer.Option("--format", help="How to write the summary.")]
Store = Annotated[Path, typer.Argument(help="Store of results (Parquet).", show_default=False)]


@app.callback()
def _group() -> None:
    """Climate indices of grids, stations and municipalities."""


def _commands() -> Any:  # noqa: ANN401 – a module that is loaded when it is used, so that `--help` stays fast
    lacking = [name for name in NEEDED if find_spec(name) is None]
    if lacking:
        raise CascaisError(
            f"These libraries are missing: {', '.join(lacking)}. Install them: pip install 'cascais[climate]'."
        )
    return import_module("cascais.workflows.hazards.commands")


@app.command()
def fetch(
    source: Annotated[str, typer.Argument(help="open_meteo, ghcn_daily, ecad or chmi.")],
    asked: Annotated[
        list[str], typer.Argument(help="Places as name,latitude,longitude; a station’s number; or files.")
    ],
    output_file: Output,
    first: Annotated[
        str, typer.Option("--from", help="First day, for services that are asked by days.")
    ] = "1961-01-01",
    last: Annotated[str, typer.Option("--to", help="Last day.")] = "2020-12-31",
    format: Written = Format.TABLE,
) -> None:
    """Fetch daily weather, or read a source's files, and write it as NetCDF."""
    today = datetime.now(tz=UTC).date()
    with _console().status(f"Fetching from {source}"):
        found = _commands().fetch(source, asked, (first, last), output_file, today)
    for problem in found.problems:
        output.note(str(problem))
    record = {
        "output": str(found.output),
        "variables": " ".join(found.variables),
        "first_day": found.first,
        "days": found.days,
        "places": found.places,
        "missing_dates": found.missing_dates,
    }
    _write("Daily weather", [record], format)


@app.command()
def compute(
    files: Files,
    output_file: Output,
    indices: Indices = "",
    periods: Periods = "year",
    base: Base = "1961-1990",
    threads: Threads = 0,
    scheduler: Scheduler = "",
    block_size: BlockSize = 0,
    bootstrap: Bootstrap = True,
    scenario: Scenario = "observed",
    model: Model = "",
    title: Title = "",
    format: Written = Format.TABLE,
) -> None:
    """Compute climate indices of a grid or of stations; what was broken off goes on where it stopped."""
    commands = _commands()
    cells, blocks, memory = commands.estimate(files, block_size)
    output.note(f"{cells} cells in {blocks} blocks; at most about {memory / MEBIBYTE:.0f} MB of memory.")
    options = commands.ComputeOptions(
        indices=_listed(indices),
        periods=_listed(periods),
        base=base,
        has_bootstrap=bootstrap,
        means=commands.Means(threads or os.cpu_count() or 1, scheduler, block_size),
        run=commands.records.Run(scenario, model),
        title=title,
    )
    ran = _with_progress(lambda report: commands.compute(files, output_file, options, report))
    _write("Climate indices", [_ran_record(ran)], format)


def _ran_record(ran: Any) -> dict[str, Any]:  # noqa: ANN401 – a record of a module that is loaded when it is used
    return {
        "output": str(ran.output),
        "cells": ran.cells,
        "blocks_computed": ran.computed,
        "blocks_found": ran.found,
        "seconds": round(ran.seconds, 2),
        "peak_mb": round(ran.peak_bytes / MEBIBYTE),
        "missing_dates": ran.missing_dates,
    }


@app.command()
def zonal(
    results: Annotated[Path, typer.Argument(help="Result of a grid (Zarr or NetCDF).", show_default=False)],
    boundaries: Annotated[
        Path, typer.Argument(help="Municipalities as GeoJSON in degrees.", show_default=False)
    ],
    output_file: Output,
    key: Annotated[str, typer.Option(help="Property that identifies a municipality.")] = "",
    scenario: Scenario = "observed",
    model: Model = "",
    title: Title = "",
    format: Written = Format.TABLE,
) -> None:
    """Means of every index over municipalities, put into a store; its weights are computed once and kept."""
    commands = _commands()
    run = commands.records.Run(scenario, model)
    with _console().status("Means over municipalities"):
        rows = commands.zonal(results, boundaries, output_file, key=key, run_of=run, title=title)
    _write("Municipalities", list(rows), format)


@app.command()
def extremes(store: Store, indices: Indices = "", format: Written = Format.TABLE) -> None:
    """Return levels of the indices that are maxima, with 95 % intervals, written beside the store."""
    with _console().status("Return levels"):
        found = _commands().extremes(store, _listed(indices))
    _write("Return levels", found.to_dicts(), format)


@app.command()
def trend(store: Store, indices: Indices = "", format: Written = Format.TABLE) -> None:
    """Trend of every index (Sen slope, Mann–Kendall test), written beside the store."""
    with _console().status("Trends"):
        found = _commands().trends(store, _listed(indices))
    _write("Trends", found.to_dicts(), format)


def _with_progress(work: Callable[[Callable[[str, float], None]], Any]) -> Any:  # noqa: ANN401 – what the work gives
    with Progress(console=_console(), transient=True) as bar:
        task = bar.add_task("Reading", total=1.0)
        return work(lambda what, share: bar.update(task, description=what, completed=share))


def _console() -> Console:
    return Console(stderr=True)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _write(title: str, rows: list[dict[str, Any]], format: Format) -> None:
    if format is Format.JSON:
        output.write_json(rows)
    elif format is Format.CSV:
        output.write_csv(rows)
    else:
        output.write_table(title, rows, numeric=("value", "level", "slope_per_decade"))
