"""Open-Meteo: daily weather since 1940 and projections 1950 to 2050 for coordinates, without an account.

The archive combines ERA5 and ERA5-Land; the climate API has seven models of HighResMIP (CMIP6), which follow a path of
high emissions and are scaled to ERA5-Land. The free service is for non-commercial use and counts a request as many
when it asks for many days: see `calls`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlencode

import httpx
import numpy as np
from numpy.typing import NDArray

from cascais.connectors._daily import DailyWeather, Origin, Series, from_series, joined, parsed_day
from cascais.connectors._downloads import Access, Downloaded, Progress, ServiceError, download
from cascais.errors import InputError, Problem
from cascais.inventory.intake.problems import problem, refusal
from cascais.provenance import Source
from cascais.text import Message, message

SOURCE = Source(
    id="open_meteo",
    title="Open-Meteo Historical Weather API (ERA5 and ERA5-Land) and Climate API (HighResMIP, CMIP6)",
    publisher="Open-Meteo",
    year=2023,
    url="https://open-meteo.com/en/docs/historical-weather-api",
    doi="10.5281/zenodo.7970649",
    licence="CC BY 4.0",
    accessed="2026-11-24",
)
ATTRIBUTION = "Weather data by Open-Meteo.com (CC BY 4.0), from ERA5 and ERA5-Land of the Copernicus Climate Change Service"
CLIMATE_ATTRIBUTION = "Climate data by Open-Meteo.com (CC BY 4.0), from HighResMIP models of CMIP6"
ARCHIVE = "https://archive-api.open-meteo.com/v1/archive"
CLIMATE = "https://climate-api.open-meteo.com/v1/climate"
# A minute's allowance is back within 5 + 10 + 20 + 40 seconds.
ACCESS = Access(
    ("archive-api.open-meteo.com", "climate-api.open-meteo.com"), largest_bytes=200_000_000, first_wait_s=5.0
)
ARCHIVE_FIRST = np.datetime64("1940-01-01")
CLIMATE_YEARS = (np.datetime64("1950-01-01"), np.datetime64("2050-12-31"))
NAMES: Mapping[str, str] = {
    "tasmax": "temperature_2m_max",
    "tasmin": "temperature_2m_min",
    "tas": "temperature_2m_mean",
    "pr": "precipitation_sum",
    "snd": "snow_depth_mean",
    "sfcWind": "wind_speed_10m_mean",
    "wsgsmax": "wind_gusts_10m_max",
    "hurs": "relative_humidity_2m_mean",
}
"""What the service calls each variable. `wind_speed_10m_max` is the highest hour of a day and belongs to no index."""
ARCHIVE_VARIABLES = ("tasmax", "tasmin", "tas", "pr", "sfcWind", "wsgsmax", "hurs")
CLIMATE_VARIABLES = ("tasmax", "tasmin", "tas", "pr", "sfcWind", "hurs")
"""The climate API has neither gusts nor snow depth."""
MODELS = (
    "CMCC_CM2_VHR4", "FGOALS_f3_H", "HiRAM_SIT_HR", "MRI_AGCM3_2_S", "EC_Earth3P_HR", "MPI_ESM1_2_XR", "NICAM16_8S",
)  # fmt: skip
FACTORS: Mapping[str, Mapping[str, float]] = {
    "tasmax": {"°C": 1.0}, "tasmin": {"°C": 1.0}, "tas": {"°C": 1.0},
    "pr": {"mm": 1.0}, "hurs": {"%": 1.0}, "snd": {"m": 100.0, "cm": 1.0},
    "sfcWind": {"m/s": 1.0, "km/h": 1 / 3.6}, "wsgsmax": {"m/s": 1.0, "km/h": 1 / 3.6},
}  # fmt: skip
FREE_CALLS = {"minute": 600, "hour": 5_000, "day": 10_000}
DAYS_OF_A_CALL, VARIABLES_OF_A_CALL = 14, 10


Object: TypeAlias = Mapping[str, object]
"""An object of JSON."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place by its coordinates [°]; `elevation_m` moves temperatures to that height, else the service takes its own."""

    key: str
    latitude: float
    longitude: float
    elevation_m: float | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """The days, the variables and the model asked for. `timezone` says where a day begins; auto is that of the place."""

    first: str
    last: str
    variables: tuple[str, ...] = ARCHIVE_VARIABLES
    model: str = "era5_seamless"
    timezone: str = "auto"

    @property
    def days(self) -> int:
        """How many days are asked for."""
        return int((np.datetime64(self.last, "D") - np.datetime64(self.first, "D")).astype(int)) + 1


def calls(request: Request, places: int = 1) -> float:
    """As how many calls the service counts a request: one for each 14 days and each 10 variables of a place.

    >>> round(calls(Request("1991-01-01", "2020-12-31")), 1)
    782.7
    """
    share_of_variables = max(len(request.variables) / VARIABLES_OF_A_CALL, 1.0)
    return max(request.days / DAYS_OF_A_CALL, 1.0) * share_of_variables * places


def fetch(
    places: Sequence[Place], request: Request, folder: Path, *, accessed: str, client: httpx.Client | None = None,
    access: Access = ACCESS, progress: Progress | None = None, address: str = ARCHIVE,
) -> DailyWeather:  # fmt: skip
    """Fetch observed daily weather of places, or take the answers that lie in the folder.

    Raises InputError where the service refuses, with what it says.
    """
    _check(places, request, ARCHIVE_FIRST, None)
    with client or httpx.Client() as session:
        parts = []
        for place in places:
            url = _url(address, place, request)
            got = _download(url, folder, access, session, progress)
            parts.append(
                parse(got.path.read_bytes(), place, request, origin=_origin(got, url, accessed, ATTRIBUTION))
            )
    return joined(parts)


def fetch_projections(
    places: Sequence[Place], request: Request, folder: Path, *, accessed: str, models: Sequence[str] = MODELS,
    client: httpx.Client | None = None, access: Access = ACCESS, progress: Progress | None = None,
    address: str = CLIMATE,
) -> dict[str, DailyWeather]:  # fmt: skip
    """Fetch the days of each model for places; a model that lacks all asked variables is an InputError of its own."""
    _check(places, request, *CLIMATE_YEARS)
    wanted = tuple(key for key in request.variables if key in CLIMATE_VARIABLES)
    found = {}
    with client or httpx.Client() as session:
        for model in models:
            asked = replace(request, variables=wanted, model=model)
            parts = []
            for place in places:
                url = _url(address, place, asked)
                got = _download(url, folder, access, session, progress)
                origin = _origin(got, url, accessed, CLIMATE_ATTRIBUTION, note=model)
                parts.append(parse(got.path.read_bytes(), place, asked, origin=origin))
            found[model] = joined(parts)
    return found


def parse(content: bytes, place: Place, request: Request, *, origin: Origin | None = None) -> DailyWeather:
    """Read the answer of either API for one place; units are checked, null is missing.

    Raises InputError where it is an error of the service, damaged, or a unit is unknown.
    """
    origin = origin or Origin(
        SOURCE.id, SOURCE.title, SOURCE.publisher, SOURCE.licence, file=f"{place.key}.json"
    )
    answer = _answer(content, origin.file)
    daily, units = answer.get("daily"), answer.get("daily_units", {})
    if not isinstance(daily, dict) or not isinstance(units, dict) or not isinstance(daily.get("time"), list):
        raise _damaged(origin.file)
    try:
        days = np.array([parsed_day(str(text)) for text in daily["time"]], dtype="datetime64[D]")
    except ValueError as error:
        raise refusal(message("The date cannot be read."), file=origin.file, value=str(error)) from error
    series, problems = [], []
    for variable in request.variables:
        found, told = _series(variable, daily, units, days, (request.model, origin.file))
        series += found
        problems += told
    origin = replace(
        origin,
        station=place.key,
        latitude=_number(answer.get("latitude")),
        longitude=_number(answer.get("longitude")),
        elevation_m=_number(answer.get("elevation")),
        note=", ".join(filter(None, (request.model, str(answer.get("timezone", ""))))),
    )
    return from_series(series, (origin,), place.key, problems)


def _series(
    variable: str, daily: Object, units: Object, days: NDArray[np.datetime64], about: tuple[str, str]
) -> tuple[list[Series], list[Problem]]:
    model, file = about
    # With one model the names are plain; where several were asked for each carries its model.
    name = next((each for each in (NAMES[variable], f"{NAMES[variable]}_{model}") if each in daily), "")
    given = daily.get(name)
    values = np.array(given if isinstance(given, list) else [], dtype=np.float64)  # null becomes NaN
    if not name or np.isnan(values).all():
        return [], [
            problem(message("The source has no values of this variable."), file=file, column=variable)
        ]
    unit = str(units.get(name, ""))
    if unit not in FACTORS[variable]:
        raise refusal(
            message("The unit is unknown."), file=file, column=variable, value=unit,
            allowed=", ".join(FACTORS[variable]),
        )  # fmt: skip
    if len(values) != len(days):
        raise _damaged(file)
    return [Series(variable, days, values * FACTORS[variable][unit], np.arange(len(days)), file)], []


def _check(
    places: Iterable[Place], request: Request, first: np.datetime64, last: np.datetime64 | None
) -> None:
    problems = [
        problem(message("The coordinates are not on the Earth."), column=place.key, value=f"{place.latitude}, {place.longitude}", allowed="-90 … 90, -180 … 180")
        for place in places
        if not (abs(place.latitude) <= 90 and abs(place.longitude) <= 180)
    ]  # fmt: skip
    unknown = [key for key in request.variables if key not in NAMES]
    if unknown:
        problems.append(
            problem(
                message("These variables are unknown."), value=", ".join(unknown), allowed=", ".join(NAMES)
            )
        )
    if (
        request.days < 1
        or np.datetime64(request.first) < first
        or (last and np.datetime64(request.last) > last)
    ):
        problems.append(
            problem(message("The source has no such days."), value=f"{request.first} – {request.last}", allowed=f"{first} – {last or ''}")
        )  # fmt: skip
    if problems:
        raise InputError(problems)


def _url(address: str, place: Place, request: Request) -> str:
    query = {
        "latitude": f"{place.latitude:.5f}", "longitude": f"{place.longitude:.5f}",
        "start_date": request.first, "end_date": request.last,
        "daily": ",".join(NAMES[key] for key in request.variables),
        "models": request.model, "timezone": request.timezone,
        "temperature_unit": "celsius", "wind_speed_unit": "ms", "precipitation_unit": "mm", "timeformat": "iso8601",
    }  # fmt: skip
    if place.elevation_m is not None:
        query["elevation"] = f"{place.elevation_m:.0f}"
    return f"{address}?{urlencode(query, safe=',')}"


def _download(
    url: str, folder: Path, access: Access, client: httpx.Client, progress: Progress | None
) -> Downloaded:
    target = folder / f"open_meteo_{hashlib.sha256(url.encode()).hexdigest()[:16]}.json"
    try:
        return download(url, target, access, client, progress=progress)
    except ServiceError as error:
        raise refusal(
            message("Open-Meteo refused ({status}).", status=error.status),
            file=url.partition("?")[0],
            value=_reason(error.text),
            next_step=_advice(error),
        ) from error


def _reason(text: str) -> str:
    try:
        found = json.loads(text)
    except ValueError:
        return text
    return str(found.get("reason", text)) if isinstance(found, dict) else text


def _advice(error: ServiceError) -> Message:
    if error.status == httpx.codes.TOO_MANY_REQUESTS:
        return message(
            "The free service allows {minute} calls a minute, {hour} an hour and {day} a day, and counts every 14 days asked for as one; wait, then start again: what has come is kept.",
            **FREE_CALLS,
        )  # fmt: skip
    return message("Check the days, the variables and the coordinates.")


def _answer(content: bytes, file: str) -> Object:
    try:
        answer = json.loads(content)
    except ValueError:
        raise _damaged(file) from None
    if not isinstance(answer, dict):
        raise _damaged(file)
    if answer.get("error"):
        raise refusal(message("Open-Meteo refused."), file=file, value=str(answer.get("reason", "")))
    return answer


def _damaged(file: str) -> InputError:
    return refusal(
        message("The answer is damaged, cut short or another one."), file=file,
        next_step=message("Remove the file and fetch it again."),
    )  # fmt: skip


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _origin(got: Downloaded, url: str, accessed: str, attribution: str, note: str = "") -> Origin:
    return Origin(
        source=SOURCE.id, title=SOURCE.title, publisher=SOURCE.publisher, licence=SOURCE.licence,
        attribution=attribution, url=url, file=got.path.name, sha256=got.sha256, accessed=accessed, note=note,
    )  # fmt: skip
