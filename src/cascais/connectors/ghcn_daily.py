"""Station files of GHCN-Daily: the fixed-width `.dly` (a line for a month) and the CSV by station (a line for a day).

Both give temperatures and precipitation in tenths, snow depth in millimetres, -9999 where missing, and flags: a
quality flag means that the value failed a test of the publisher.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import httpx
import numpy as np

from cascais.connectors._daily import (
    DailyWeather,
    Origin,
    Series,
    from_series,
    parsed_day,
    unreadable_date,
    unreadable_number,
)
from cascais.connectors._downloads import Access, Progress, ServiceError, download
from cascais.errors import Problem
from cascais.inventory.intake.problems import problem, refusal
from cascais.provenance import Source
from cascais.text import message

SOURCE = Source(
    id="ghcn_daily",
    title="Global Historical Climatology Network – Daily, version 3",
    publisher="NOAA National Centers for Environmental Information",
    year=2012,
    url="https://www.ncei.noaa.gov/products/land-based-station/global-historical-climatology-network-daily",
    doi="10.7289/V5D21VHZ",
    licence="free of restrictions (WMO Resolution 40 stations for non-commercial use)",
    accessed="2026-11-24",
)
ACCESS = Access(("www.ncei.noaa.gov",), largest_bytes=200_000_000)
ADDRESS = "https://www.ncei.noaa.gov/pub/data/ghcn/daily/all/{station}.dly"
ELEMENTS: Mapping[str, tuple[str, float]] = {
    "TMAX": ("tasmax", 0.1),
    "TMIN": ("tasmin", 0.1),
    "TAVG": ("tas", 0.1),
    "PRCP": ("pr", 0.1),
    "SNWD": ("snd", 0.1),
    "AWND": ("sfcWind", 0.1),
    "WSFG": ("wsgsmax", 0.1),
    "RHAV": ("hurs", 1.0),
}
"""Canonical variable of each element, and what a unit of the file is in the unit of the variable."""
MISSING = -9999
STATION_LENGTH = 11
FIRST_VALUE, VALUE_WIDTH, DAYS = 21, 8, 31


class _Reading(NamedTuple):
    row: int
    day: np.datetime64
    element: str
    value: int
    quality_flag: str


def fetch(
    station: str, folder: Path, *, accessed: str, client: httpx.Client | None = None,
    access: Access = ACCESS, progress: Progress | None = None, address: str = ADDRESS,
) -> DailyWeather:  # fmt: skip
    """Fetch the file of a station by its number of eleven characters, or take it from the folder, and read it.

    Raises InputError where there is no such station.
    """
    if len(station) != STATION_LENGTH or not station.isalnum() or not station.isascii():
        raise refusal(
            message("This is no number of a station."), value=station, allowed="EZE00100082",
            next_step=message("Look it up in the list of stations of GHCN-Daily."),
        )  # fmt: skip
    url = address.format(station=station)
    with client or httpx.Client() as session:
        try:
            got = download(url, folder / f"{station}.dly", access, session, progress=progress)
        except ServiceError as error:
            raise refusal(
                message("The service refused: {status}.", status=error.status), value=station, file=url
            ) from error
    return parse(got.path.read_bytes(), got.path.name, accessed=accessed, url=url)


def load(path: Path, *, accessed: str = "") -> DailyWeather:
    """Read a file of either form, packed by gzip or not."""
    if not path.is_file():
        raise refusal(message("There is no such file."), file=path.name)
    return parse(path.read_bytes(), path.name, accessed=accessed)


def parse(content: bytes, name: str, *, accessed: str = "", url: str = "") -> DailyWeather:
    """Read the bytes of a station's file of either form.

    Values with a quality flag count as missing and are told. Raises InputError where the file is another one or
    nothing is left.

    >>> line = b"EZE00100082,20200101,TMAX,-21,,,E,\\nEZE00100082,20200102,TMAX,15,,,E,\\n"
    >>> parse(line, "EZE00100082.csv").data["tasmax"].values.ravel().astype(float).round(3).tolist()
    [-2.1, 1.5]
    """
    text = _text(content, name)
    problems: list[Problem] = []
    first = text.partition("\n")[0]
    readings = list(_from_csv(text, name, problems) if "," in first else _from_dly(text, name, problems))
    station = text.lstrip('"')[:STATION_LENGTH]
    if not readings and not problems:
        raise refusal(
            message("This is no station file of GHCN-Daily."), file=name, value=first,
            allowed="EZE00100082195101TMAX …; EZE00100082,19510101,TMAX,…",
        )  # fmt: skip
    origin = Origin(
        source=SOURCE.id, title=SOURCE.title, publisher=SOURCE.publisher, licence=SOURCE.licence,
        attribution="Menne et al. 2012, https://doi.org/10.7289/V5D21VHZ", url=url or SOURCE.url, file=name,
        sha256=hashlib.sha256(content).hexdigest(), accessed=accessed, station=station,
    )  # fmt: skip
    series = [_series(element, readings, name) for element in ELEMENTS]
    problems += [found for element in ELEMENTS for found in _flagged(element, readings, name)]
    return from_series(series, (origin,), station, problems)


def _text(content: bytes, name: str) -> str:
    try:
        plain = gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content
        return plain.decode("ascii")
    except (EOFError, OSError, zlib.error, UnicodeDecodeError):
        raise refusal(
            message("The file is damaged or cut short, or it is no text."), file=name,
            next_step=message("Fetch it anew."),
        ) from None  # fmt: skip


def _from_dly(text: str, name: str, problems: list[Problem]) -> Iterator[_Reading]:
    for row, line in enumerate(text.splitlines(), start=1):
        element = line[17:21]
        if element not in ELEMENTS:
            continue
        if not line[11:17].isdigit():
            problems.append(unreadable_date(name, row, line[11:17]))
            continue
        yield from _month(line.ljust(FIRST_VALUE + VALUE_WIDTH * DAYS), element, row, name, problems)


def _month(line: str, element: str, row: int, name: str, problems: list[Problem]) -> Iterator[_Reading]:
    try:
        start = np.datetime64(f"{line[11:15]}-{line[15:17]}", "M")
    except ValueError:
        problems.append(unreadable_date(name, row, line[11:17]))
        return
    length = int(((start + 1).astype("datetime64[D]") - start.astype("datetime64[D]")).astype(int))
    for day in range(length):
        at = FIRST_VALUE + VALUE_WIDTH * day
        cell = line[at : at + 5].strip()
        try:
            value = int(cell) if cell else MISSING
        except ValueError:
            problems.append(unreadable_number(name, row, ELEMENTS[element][0], cell))
            value = MISSING
        yield _Reading(row, start.astype("datetime64[D]") + day, element, value, line[at + 6].strip())


def _from_csv(text: str, name: str, problems: list[Problem]) -> Iterator[_Reading]:
    for row, cells in enumerate(csv.reader(io.StringIO(text, newline="")), start=1):
        if len(cells) < 6 or cells[2] not in ELEMENTS:
            continue
        try:
            day = parsed_day(cells[1])
        except ValueError:
            problems.append(unreadable_date(name, row, cells[1]))
            continue
        try:
            yield _Reading(row, day, cells[2], int(cells[3]), cells[5].strip())
        except ValueError:
            problems.append(unreadable_number(name, row, ELEMENTS[cells[2]][0], cells[3]))


def _series(element: str, readings: list[_Reading], name: str) -> Series:
    variable, factor = ELEMENTS[element]
    # A missing value is no row: .dly writes every day of a month, so that gaps would look like data.
    own = [each for each in readings if each.element == element and each.value != MISSING]
    values = np.array([np.nan if each.quality_flag else each.value for each in own], dtype=np.float64)
    days = np.array([each.day for each in own], dtype="datetime64[D]")
    return Series(variable, days, values * factor, np.array([each.row for each in own], dtype=np.int64), name)


def _flagged(element: str, readings: list[_Reading], name: str) -> list[Problem]:
    own = [
        each for each in readings if each.element == element and each.quality_flag and each.value != MISSING
    ]
    if not own:
        return []
    return [
        problem(
            message("{count} values failed a test of the publisher; they count as missing.", count=len(own)),
            file=name, row=own[0].row, column=ELEMENTS[element][0],
            value=f"{own[0].day}: {own[0].value * ELEMENTS[element][1]:g} ({own[0].quality_flag})",
        )
    ]  # fmt: skip
