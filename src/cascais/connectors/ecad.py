"""Station files of ECA&D: a text before the table, one element per file, tenths, a quality code.

    STAID, SOUID,    DATE,   TX, Q_TX
        27,100083,19610101,   21,    0

The text names the station and the unit; -9999 is missing; the quality code is 0 (valid), 1 (suspect) or 9 (missing).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from cascais.connectors._daily import DailyWeather, Origin, Series, from_series, unreadable_date
from cascais.errors import InputError, Problem
from cascais.inventory.intake.problems import problem, refusal
from cascais.provenance import Source
from cascais.text import message

SOURCE = Source(
    id="ecad",
    title="European Climate Assessment & Dataset, daily station series",
    publisher="Royal Netherlands Meteorological Institute (KNMI)",
    year=None,
    url="https://www.ecad.eu",
    doi="10.1002/joc.773",
    licence="ECA&D data policy: non-commercial research and education, with the source named",
    accessed="2026-11-24",
)
ELEMENTS: Mapping[str, tuple[str, float]] = {
    "TX": ("tasmax", 0.1),
    "TN": ("tasmin", 0.1),
    "TG": ("tas", 0.1),
    "RR": ("pr", 0.1),
    "SD": ("snd", 1.0),
    "FG": ("sfcWind", 0.1),
    "FX": ("wsgsmax", 0.1),
    "HU": ("hurs", 1.0),
}
"""Canonical variable of each element, and what a unit of the file is in the unit of the variable."""
MISSING = -9999
VALID, SUSPECT = 0, 1
_HEADER = re.compile(r"^\s*(?:STAID\s*,\s*)?SOUID\s*,\s*DATE\s*,\s*(\w+)\s*,\s*Q_(\w+)\s*$")
_STATION = re.compile(r"station\s+([^()]+?)\s*\(STAID:\s*(\d+)\)")


def load(paths: Sequence[Path], *, accessed: str = "", with_suspect: bool = False) -> DailyWeather:
    """Read the files of one station, one for each element. `with_suspect` keeps values that the source doubts."""
    return parse({path.name: _content(path) for path in paths}, accessed=accessed, with_suspect=with_suspect)


def parse(files: Mapping[str, bytes], *, accessed: str = "", with_suspect: bool = False) -> DailyWeather:
    """Read the bytes of the files of one station, by name.

    Raises InputError where a file is none of ECA&D, its element is not used here, or the stations differ.
    """
    series, origins, problems = [], [], []
    for name, content in files.items():
        element, head, body, first_row = _parts(content.decode("latin-1"), name)
        found, told = _series(element, body, first_row, name, with_suspect=with_suspect)
        series.append(found)
        problems += told
        origins.append(_origin(head, name, content, accessed))
    stations = sorted({origin.station for origin in origins if origin.station})
    if len(stations) > 1:
        raise refusal(
            message("These files belong to several stations."),
            file=", ".join(files),
            value=", ".join(stations),
        )
    return from_series(series, origins, stations[0] if stations else "station", problems)


def _content(path: Path) -> bytes:
    if not path.is_file():
        raise refusal(message("There is no such file."), file=path.name)
    return path.read_bytes()


def _parts(text: str, name: str) -> tuple[str, list[str], list[str], int]:
    """Element, the lines before the table, its lines, and the row in which it begins."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        found = _HEADER.match(line)
        if found:
            element = found.group(1)
            if element not in ELEMENTS:
                raise refusal(
                    message("This element is not used by any index."),
                    file=name, row=number + 1, value=element, allowed=", ".join(ELEMENTS),
                )  # fmt: skip
            return element, lines[:number], lines[number + 1 :], number + 2
    raise refusal(
        message("This is no station file of ECA&D: the line with the names of the columns is missing."),
        file=name, value=lines[0] if lines else "", allowed="STAID, SOUID, DATE, TX, Q_TX",
        next_step=message("Take the file as it came; a text stands before the table."),
    )  # fmt: skip


def _series(
    element: str, body: Iterable[str], first_row: int, name: str, *, with_suspect: bool
) -> tuple[Series, list[Problem]]:
    variable, factor = ELEMENTS[element]
    days: list[np.datetime64] = []
    rows: list[int] = []
    numbers: list[tuple[int, int]] = []
    problems: list[Problem] = []
    for row, line in enumerate(body, start=first_row):
        cells = [cell.strip() for cell in line.split(",")]
        if not line.strip():
            continue
        try:
            date, value, quality = cells[-3:]
            number = (int(value), int(quality))
            days.append(np.datetime64(f"{date[:4]}-{date[4:6]}-{date[6:]}", "D"))
            numbers.append(number)
            rows.append(row)
        except ValueError:
            problems.append(unreadable_date(name, row, line.strip()))
    pairs = np.array(numbers, dtype=np.int64).reshape(-1, 2)
    values, told = _valid(pairs, name, variable, with_suspect=with_suspect)
    found = Series(
        variable, np.array(days, dtype="datetime64[D]"), values * factor, np.array(rows, dtype=np.int64), name
    )
    return found, [*problems, *told]


def _valid(
    pairs: NDArray[np.int64], name: str, variable: str, *, with_suspect: bool
) -> tuple[NDArray[np.float64], list[Problem]]:
    raw, quality = pairs[:, 0], pairs[:, 1]
    is_missing = raw == MISSING
    is_suspect = ~is_missing & (quality == SUSPECT)
    dropped = is_missing | ~np.isin(quality, (VALID, SUSPECT)) | (is_suspect & (not with_suspect))
    values = np.where(dropped, np.nan, raw.astype(np.float64))
    count = int(is_suspect.sum())
    if not count:
        return values, []
    said = (
        message("{count} values are marked as suspect; they are kept.", count=count)
        if with_suspect
        else message("{count} values are marked as suspect; they count as missing.", count=count)
    )
    return values, [problem(said, file=name, column=variable, allowed="0")]


def _origin(head: Sequence[str], name: str, content: bytes, accessed: str) -> Origin:
    station = next(filter(None, map(_STATION.search, head)), None)
    return Origin(
        source=SOURCE.id, title=SOURCE.title, publisher=SOURCE.publisher, licence=SOURCE.licence,
        attribution="Klein Tank et al. 2002, https://doi.org/10.1002/joc.773",
        url=SOURCE.url, file=name, sha256=hashlib.sha256(content).hexdigest(), accessed=accessed,
        station=station.group(2) if station else "", note=station.group(1) if station else "",
    )  # fmt: skip


def stations(content: bytes, name: str = "stations.txt") -> dict[str, tuple[str, float, float, float | None]]:
    """Name, latitude, longitude [°] and height [m] of each station of a list of ECA&D, by its number.

    >>> line = b"STAID,STANAME,CN,LAT,LON,HGHT\\n   27,PRAHA-KLEMENTINUM,CZ,+50:05:26,+014:25:09, 191\\n"
    >>> place = stations(line)["27"]
    >>> place[0], round(place[1], 4), place[3]
    ('PRAHA-KLEMENTINUM', 50.0906, 191.0)
    """
    found = {}
    for line in content.decode("latin-1").splitlines():
        cells = [cell.strip() for cell in line.split(",")]
        if len(cells) >= 6 and cells[0].isdigit():
            height = float(cells[-1])
            found[cells[0]] = (
                ", ".join(cells[1:-4]),
                _degrees(cells[-3]),
                _degrees(cells[-2]),
                None if height <= MISSING / 10 else height,
            )
    if not found:
        raise InputError(problem(message("There is no station in this list."), file=name, allowed="STAID, STANAME, CN, LAT, LON, HGHT"))  # fmt: skip
    return found


def _degrees(text: str) -> float:
    sign = -1.0 if text.startswith("-") else 1.0
    degrees, minutes, seconds = (float(part) for part in text.lstrip("+-").split(":"))
    return sign * (degrees + minutes / 60 + seconds / 3600)
