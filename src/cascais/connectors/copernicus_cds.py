"""The Climate Data Store of Copernicus: asks for data, waits for the job, fetches the file and reads it.

A request goes to `…/processes/NAME/execution` and becomes a job; the job is asked until it is done; its results name
the file. The number of the job is kept beside the file, so that a stopped program goes on with the same job. The key
is read from the environment (`ECMWF_DATASTORES_KEY`), sent to the store's own host only and kept nowhere.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias, TypeVar

import httpx

from cascais.connectors import climate_files
from cascais.connectors._daily import DailyWeather, Origin
from cascais.connectors._downloads import Access, Answer, Progress, ServiceError, ask, download
from cascais.connectors.climate_files import Area
from cascais.errors import InputError
from cascais.inventory.intake.problems import refusal
from cascais.provenance import Source
from cascais.text import message

SOURCE = Source(
    id="copernicus_cds",
    title="Copernicus Climate Data Store",
    publisher="Copernicus Climate Change Service (C3S), ECMWF",
    year=None,
    url="https://cds.climate.copernicus.eu",
    licence="CC BY 4.0 (ERA5-Land); E-OBS and CORDEX: the licence of the data set, accepted with the account",
    accessed="2026-11-24",
)
ATTRIBUTION = "Contains modified Copernicus Climate Change Service information"
ADDRESS = "https://cds.climate.copernicus.eu/api/retrieve/v1"
KEY = "ECMWF_DATASTORES_KEY"
"""The name under which the own client of the store reads the key, too."""
ACCESS = Access(
    ("cds.climate.copernicus.eu", ".ecmwf.int", ".copernicus-climate.eu", ".climate.copernicus.eu")
)
WAITING, DONE = ("accepted", "running"), "successful"
LONGEST_PAUSE_S = 120.0
MOST_ASKED = 2_000
LARGEST_UNPACKED = 200_000_000_000
ERA5_LAND_DAILY = "derived-era5-land-daily-statistics"
ERA5_DAILY = "derived-era5-single-levels-daily-statistics"
E_OBS = "insitu-gridded-observations-europe"
CORDEX = "projections-cordex-domains-single-levels"

Inputs: TypeAlias = Mapping[str, object]
Named = TypeVar("Named")
Waiting: TypeAlias = Callable[[str], None]
"""Is told the state of the job each time it is asked for."""


@dataclass(frozen=True, slots=True)
class Order:
    """A request to the store: which data set, which of it. `name` begins the names of its files."""

    dataset: str
    inputs: Inputs
    name: str
    licence: str = ""

    @property
    def digest(self) -> str:
        """Characters that are the same for the same request."""
        text = json.dumps([self.dataset, self.inputs], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


DAILY_STATISTICS: Mapping[str, tuple[str, str, str]] = {
    "tasmax": (ERA5_LAND_DAILY, "2m_temperature", "daily_maximum"),
    "tasmin": (ERA5_LAND_DAILY, "2m_temperature", "daily_minimum"),
    "tas": (ERA5_LAND_DAILY, "2m_temperature", "daily_mean"),
    "snd": (ERA5_LAND_DAILY, "snow_depth", "daily_mean"),
    # Sums are not among the daily statistics of ERA5-Land; those of ERA5 have them, at 0.25° instead of 0.1°.
    "pr": (ERA5_DAILY, "total_precipitation", "daily_sum"),
}
E_OBS_VARIABLES = {
    "tasmax": "maximum_temperature", "tasmin": "minimum_temperature", "tas": "mean_temperature",
    "pr": "precipitation_amount", "sfcWind": "wind_speed", "hurs": "relative_humidity",
}  # fmt: skip
CORDEX_VARIABLES = {
    "tasmax": "maximum_2m_temperature_in_the_last_24_hours", "tasmin": "minimum_2m_temperature_in_the_last_24_hours",
    "tas": "2m_air_temperature", "pr": "mean_precipitation_flux", "sfcWind": "10m_wind_speed",
    "hurs": "2m_relative_humidity",
}  # fmt: skip
CORDEX_PERIOD = 5


def era5_daily(variable: str, year: int, area: Area, utc_offset_hours: int = 0) -> Order:
    """Daily statistics of one variable, one year, one area: ERA5-Land, precipitation from ERA5.

    >>> order = era5_daily("tasmax", 2020, Area(49.0, 14.0, 50.0, 15.0))
    >>> order.inputs["daily_statistic"], order.inputs["area"]
    ('daily_maximum', [50.0, 14.0, 49.0, 15.0])
    """
    dataset, name, statistic = _known(variable, DAILY_STATISTICS)
    inputs: dict[str, object] = {
        "variable": [name],
        "year": str(year),
        "month": [f"{month:02d}" for month in range(1, 13)],
        "day": [f"{day:02d}" for day in range(1, 32)],
        "daily_statistic": statistic,
        "time_zone": f"utc{utc_offset_hours:+03d}:00",
        "frequency": "1_hourly",
        "area": [area.north, area.west, area.south, area.east],
    }
    if dataset == ERA5_DAILY:
        inputs["product_type"] = "reanalysis"
    return Order(dataset, inputs, f"{variable}_{name}_{statistic}_{year}", "CC BY 4.0")


def e_obs(variables: Sequence[str], version: str, period: str = "full_period", grid: str = "0_1deg") -> Order:
    """The grids of E-OBS over Europe; the store does not cut out areas of them.

    >>> e_obs(["tasmax"], "31_0e").inputs["variable"]
    ['maximum_temperature']
    """
    inputs = {
        "product_type": "ensemble_mean",
        "variable": [_known(variable, E_OBS_VARIABLES) for variable in variables],
        "grid_resolution": grid,
        "period": period,
        "version": [version],
    }
    return Order(
        E_OBS, inputs, f"e_obs_{version}", "ECA&D data policy: non-commercial research and education"
    )


@dataclass(frozen=True, slots=True)
class Run:
    """A run of EURO-CORDEX: the scenario, the global model, the regional model, the member of the ensemble."""

    experiment: str
    gcm: str
    rcm: str
    member: str = "r1i1p1"


def cordex(variables: Sequence[str], run: Run, first_year: int, last_year: int) -> Order:
    """Daily values of a run at 0.11° over Europe; its files hold five years each, from a year that ends on 1 or 6.

    >>> cordex(["pr"], Run("rcp_8_5", "mpi_m_mpi_esm_lr", "smhi_rca4"), 2041, 2050).inputs["start_year"]
    ['2041', '2046']
    """
    starts = range(first_year - (first_year - 1) % CORDEX_PERIOD, last_year + 1, CORDEX_PERIOD)
    inputs = {
        "domain": "europe",
        "experiment": run.experiment,
        "horizontal_resolution": "0_11_degree_x_0_11_degree",
        "temporal_resolution": "daily_mean",
        "variable": [_known(variable, CORDEX_VARIABLES) for variable in variables],
        "gcm_model": run.gcm,
        "rcm_model": run.rcm,
        "ensemble_member": run.member,
        "start_year": [str(year) for year in starts],
        "end_year": [str(year + CORDEX_PERIOD - 1) for year in starts],
    }
    return Order(CORDEX, inputs, f"cordex_{run.experiment}_{run.gcm}_{run.rcm}", "CORDEX terms of use")


def fetch(
    orders: Sequence[Order], folder: Path, *, accessed: str, area: Area | None = None, client: httpx.Client | None = None,
    access: Access = ACCESS, progress: Progress | None = None, waiting: Waiting | None = None, address: str = ADDRESS,
) -> DailyWeather:  # fmt: skip
    """Fetch the files of orders, or take those in the folder, and read them together."""
    with client or httpx.Client() as session:
        store = Store(address, access, session, progress, waiting)
        files = [file for order in orders for file in store.files(order, folder)]
    licence = "; ".join(dict.fromkeys(order.licence for order in orders))
    origin = Origin(
        source=SOURCE.id, title=f"{SOURCE.title}: {', '.join(dict.fromkeys(order.dataset for order in orders))}",
        publisher=SOURCE.publisher, licence=licence, attribution=ATTRIBUTION, url=SOURCE.url, accessed=accessed,
        note=json.dumps([order.inputs for order in orders], sort_keys=True),
    )  # fmt: skip
    return climate_files.load(files, origin, area)


@dataclass(frozen=True, slots=True)
class Store:
    """The store as it is spoken to."""

    address: str
    access: Access
    client: httpx.Client
    progress: Progress | None = None
    waiting: Waiting | None = None

    def files(self, order: Order, folder: Path) -> list[Path]:
        """The NetCDF files of an order, fetched where they are not there; a packed answer is unpacked."""
        target = folder / f"{order.name}_{order.digest}"
        answer = target.with_name(f"{target.name}.answer")
        if not answer.exists():
            job = self._job(order, target.with_name(f"{target.name}.job.json"))
            download(self._result(job, target), answer, self.access, self.client, progress=self.progress)
            target.with_name(f"{target.name}.job.json").unlink(missing_ok=True)
        return unpacked(answer, target)

    def _job(self, order: Order, kept: Path) -> str:
        """The number of the job: that of an earlier start where one is kept, else of a new one."""
        try:
            return str(json.loads(kept.read_text(encoding="utf-8"))["job"])
        except (OSError, ValueError, KeyError):
            pass
        answer = self._ask(
            f"{self.address}/processes/{order.dataset}/execution", {"inputs": dict(order.inputs)}
        )
        job = str(answer.get("jobID", ""))
        if not job.replace("-", "").isalnum():
            raise refusal(message("The store gave the job no number."), value=job, file=order.dataset)
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps({"job": job, "dataset": order.dataset}), encoding="utf-8")
        return job

    def _result(self, job: str, target: Path) -> str:
        """The address of the file, once the job is done."""
        pause = self.access.first_wait_s
        for _time in range(MOST_ASKED):
            state = str(self._ask(f"{self.address}/jobs/{job}").get("status", ""))
            if self.waiting:
                self.waiting(state)
            if state not in WAITING:
                break
            self.access.wait(pause)
            pause = min(pause * 1.5, LONGEST_PAUSE_S)
        if state in WAITING:
            raise refusal(
                message("The job is still waiting."), file=target.name, value=job,
                next_step=message("Start again later: the job is kept."),
            )  # fmt: skip
        if state != DONE:
            target.with_name(f"{target.name}.job.json").unlink(missing_ok=True)
            raise self._failed(job, state, target)
        return _link(self._ask(f"{self.address}/jobs/{job}/results"), job)

    def _failed(self, job: str, state: str, target: Path) -> InputError:
        try:
            said = str(self._ask(f"{self.address}/jobs/{job}/results"))
        except InputError as error:
            said = error.problems[0].value
        return refusal(
            message("The store could not do the job ({state}).", state=state), file=target.name, value=said or job,
            next_step=message("Ask for fewer years or another version, or accept the licence of the data set."),
        )  # fmt: skip

    def _ask(self, url: str, body: Mapping[str, object] | None = None) -> Answer:
        try:
            return ask(url, self.access, self.client, headers={"PRIVATE-TOKEN": _key()}, body=body)
        except ServiceError as error:
            raise _refused(error) from error
        except httpx.TransportError as error:
            raise refusal(message("The service does not answer."), value=type(error).__name__) from error


def unpacked(answer: Path, target: Path) -> list[Path]:
    """The NetCDF files of an answer: the answer itself, or those packed in it, by their last name only."""
    if not zipfile.is_zipfile(answer):
        file = target.with_name(f"{target.name}.nc")
        if not file.exists():
            file.hardlink_to(answer)
        return [file]
    with zipfile.ZipFile(answer) as archive:
        members = [info for info in archive.infolist() if info.filename.endswith((".nc", ".nc4"))]
        if not members or sum(info.file_size for info in members) > LARGEST_UNPACKED:
            raise refusal(
                message("There is no NetCDF in the answer, or too much of it."), file=answer.name,
                value=", ".join(archive.namelist()[:5]),
            )  # fmt: skip
        return [_extracted(archive, info, target) for info in members]


def _extracted(archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path) -> Path:
    target.mkdir(parents=True, exist_ok=True)
    file = target / Path(info.filename.replace("\\", "/")).name
    if not file.exists() or file.stat().st_size != info.file_size:
        fresh = file.with_suffix(".part")
        with archive.open(info) as packed, fresh.open("wb") as plain:
            shutil.copyfileobj(packed, plain)
        fresh.replace(file)
    return file


def _key() -> str:
    key = os.environ.get(KEY, "").strip()
    if not key:
        raise refusal(
            message("The Climate Data Store needs the key of an account."), column=KEY,
            next_step=message("Make an account at the store, copy the key from its page and set the variable {name}; or use Open-Meteo, which needs none.", name=KEY),
        )  # fmt: skip
    return key


def _known(variable: str, names: Mapping[str, Named]) -> Named:
    if variable not in names:
        raise refusal(message("The source has no such variable."), value=variable, allowed=", ".join(names))
    return names[variable]


def _link(results: Answer, job: str) -> str:
    asset = results.get("asset")
    value = asset.get("value") if isinstance(asset, dict) else None
    href = value.get("href") if isinstance(value, dict) else None
    if not isinstance(href, str):
        raise refusal(message("The store named no file."), value=job)
    return href


def _refused(error: ServiceError) -> InputError:
    try:
        found = json.loads(error.text)
        said = ": ".join(str(found[key]) for key in ("title", "detail") if key in found)
    except (ValueError, TypeError):
        said = error.text
    if error.status == httpx.codes.UNAUTHORIZED:
        next_step = message("Check the key in {name}.", name=KEY)
    elif error.status == httpx.codes.FORBIDDEN:
        next_step = message("Accept the licence of the data set on its page in the store, then start again.")
    else:
        next_step = message("Check the variables, years and version on the page of the data set.")
    return refusal(
        message("The Climate Data Store refused ({status}).", status=error.status), file=error.url, value=said,
        next_step=next_step,
    )  # fmt: skip
