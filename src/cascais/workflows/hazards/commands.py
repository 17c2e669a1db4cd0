"""What the commands of `cascais hazards` do, one function each; loaded when a command is used."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl
import xarray as xr

from cascais.connectors import chmi, ecad, ghcn_daily, open_meteo
from cascais.connectors._daily import DailyWeather
from cascais.errors import InputError, Problem
from cascais.hazards.percentiles import BasePeriod
from cascais.hazards.zonal.weights import TAKEN_IN_WORDS, Taken
from cascais.workflows.hazards import fits, records, results, store
from cascais.workflows.hazards.computing import wanted
from cascais.workflows.hazards.division import division
from cascais.workflows.hazards.municipalities import kept_weights, places_from_geojson
from cascais.workflows.hazards.running import Means, Progress, Ran, run
from cascais.workflows.hazards.weather import open_weather

STORE = ".parquet"
STATION_FILES = {"ecad": "files of one station, TX_STAID….txt", "chmi": "one CSV file"}
SOURCES = ("open_meteo", "ghcn_daily", *STATION_FILES)


@dataclass(frozen=True, slots=True)
class ComputeOptions:
    """What `compute` is asked for."""

    indices: tuple[str, ...] = ()
    periods: tuple[str, ...] = ("year",)
    base: str = "1961-1990"
    has_bootstrap: bool = True
    means: Means = Means()
    run: records.Run = records.Run()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What `fetch` wrote, and what was wrong with what came."""

    output: Path
    variables: tuple[str, ...]
    first: str
    days: int
    places: int
    missing_dates: int
    problems: tuple[Problem, ...]


def estimate(paths: Sequence[Path], block_cells: int) -> tuple[int, int, int]:
    """Cells, blocks, and the memory that a run is expected to take [bytes]."""
    weather = open_weather(tuple(paths))
    divided = division(weather, block_cells)
    cells = 1
    for each in weather.shape:
        cells *= each
    return cells, divided.count, divided.estimated_bytes


def compute(paths: Sequence[Path], output: Path, options: ComputeOptions, progress: Progress) -> Ran:
    """Indices of files, written as Zarr, NetCDF or, for stations and points, straight into a store (Parquet)."""
    weather = open_weather(tuple(paths))
    chosen = wanted(
        weather.variables,
        options.indices,
        options.periods,
        base_period(options.base),
        has_bootstrap=options.has_bootstrap,
    )
    if output.suffix != STORE:
        return run(weather, chosen, output, options.means, progress)
    if weather.dims != (records.PLACE,):
        raise InputError(
            Problem(
                "A store holds places; the result of a grid is Zarr or NetCDF.",
                file=output.name, allowed="*.zarr, *.nc",
                next_step="Then make means over municipalities: cascais hazards zonal.",
            )
        )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        between = Path(folder) / "results.zarr"
        ran = run(weather, chosen, between, options.means, progress)
        with results.opened(between) as found:
            _keep(records.station_records(found, options.run), found, output, options.title)
    return replace(ran, output=output)


def zonal(
    source: Path, boundaries: Path, output: Path, *, key: str, run_of: records.Run, title: str
) -> tuple[Mapping[str, object], ...]:
    """Means of a result over municipalities, put into a store; says of each place how it got its cells."""
    given = places_from_geojson(boundaries, key)
    with results.opened(source) as found:
        weights, was_kept = kept_weights(given, found, output.parent / "weights")
        _keep(records.zonal_records(found, weights, run_of), found, output, title)
    return tuple(
        {
            "place": place,
            "covered": round(float(weights.covered[at]), 3),
            "how": TAKEN_IN_WORDS[Taken(int(weights.taken[at]))],
            "weights": "kept" if was_kept else "computed",
        }
        for at, place in enumerate(weights.keys)
    )


def extremes(path: Path, indices: Sequence[str]) -> pl.DataFrame:
    """Return levels of a store's maxima, written beside it."""
    about = store.description_of(path)
    table = fits.return_level_table(pl.read_parquet(path), indices)
    store.write_return_levels(table, path, about)
    return table


def trends(path: Path, indices: Sequence[str]) -> pl.DataFrame:
    """Trends of a store's series, written beside it."""
    about = store.description_of(path)
    table = fits.trend_table(pl.read_parquet(path), indices)
    store.write_trends(table, path, about)
    return table


def fetch(source: str, asked: Sequence[str], days: tuple[str, str], output: Path, today: date) -> Fetched:
    """Daily weather of a source, written as NetCDF; `asked` are places, numbers of stations or files.

    Open-Meteo takes places as `name,latitude,longitude`; GHCN-Daily numbers of stations; ECA&D and CHMI files.
    """
    if source not in SOURCES:
        raise InputError(Problem("There is no such source.", value=source, allowed=", ".join(SOURCES)))
    if not asked:
        raise InputError(Problem("Nothing is asked for.", column="asked", allowed=_allowed(source)))
    folder = output.parent / "downloads"
    folder.mkdir(parents=True, exist_ok=True)
    found = _fetched(source, asked, days, (folder, today.isoformat()))
    data = found.data
    temporary = output.with_name(output.name + ".part")
    data.to_netcdf(temporary, engine="h5netcdf", encoding=_packed(data))
    temporary.replace(output)
    first = f"{found.axis.year:04d}-{found.axis.month:02d}-{found.axis.day:02d}"
    places = data.sizes[records.PLACE]
    return Fetched(
        output, found.variables, first, found.axis.length, places, found.missing_dates, found.problems
    )  # fmt: skip


def _fetched(
    source: str, asked: Sequence[str], days: tuple[str, str], kept: tuple[Path, str]
) -> DailyWeather:
    folder, accessed = kept
    if source == "open_meteo":
        request = open_meteo.Request(*days)
        return open_meteo.fetch([_place(text) for text in asked], request, folder, accessed=accessed)
    if source == "ghcn_daily":
        return ghcn_daily.fetch(asked[0], folder, accessed=accessed)
    paths = [Path(text) for text in asked]
    missing = [Problem("There is no such file.", file=str(path)) for path in paths if not path.is_file()]
    if missing:
        raise InputError(missing)
    return ecad.load(paths, accessed=accessed) if source == "ecad" else chmi.load(paths[0], accessed=accessed)


def _place(text: str) -> open_meteo.Place:
    parts = [part.strip() for part in text.split(",")]
    try:
        name, latitude, longitude = parts
        return open_meteo.Place(name, float(latitude), float(longitude))
    except ValueError as error:
        raise InputError(Problem("This is no place.", value=text, allowed=_allowed("open_meteo"))) from error


def _allowed(source: str) -> str:
    examples = {
        "open_meteo": "name,latitude,longitude",
        "ghcn_daily": "a station’s number such as EZE00100082",
    }
    return {**examples, **STATION_FILES}[source]


def base_period(text: str) -> BasePeriod:
    """A base period written as 1961-1990; raises InputError for anything else."""
    first, _, last = text.replace("–", "-").partition("-")
    if not (first.isdigit() and last.isdigit() and int(first) < int(last)):
        raise InputError(Problem("This is no base period.", value=text, allowed="1961-1990"))
    return BasePeriod(int(first), int(last))


def _keep(table: pl.DataFrame, found: xr.Dataset, output: Path, title: str) -> None:
    about = records.description_of_results(found, title or output.stem)
    about = records.dated(about, date.today())
    store.write_records(records.appended(output, table), output, about)


def _packed(data: xr.Dataset) -> dict[str, dict[str, object]]:
    return {str(name): {"compression": "gzip", "compression_opts": 4} for name in data.data_vars}
