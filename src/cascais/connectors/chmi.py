"""Daily records of Czech stations as the Czech Hydrometeorological Institute publishes them, in two forms of CSV.

Station files have the columns Y, M, D, TAVG, TMAX, TMIN and may leave out the zero before the point (`-.8`). The
record of Prague-Klementinum has rok, měsíc, den, T-AVG, TMA, TMI, SRA, Flag and a decimal comma within quotes.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from cascais.connectors._daily import (
    DailyWeather,
    Origin,
    Series,
    from_series,
    unreadable_date,
    unreadable_number,
)
from cascais.errors import InputError, Problem
from cascais.inventory.intake.problems import problem, refusal
from cascais.provenance import Source
from cascais.text import message

SOURCE = Source(
    id="chmi_daily",
    title="Historical daily data of meteorological stations",
    publisher="Czech Hydrometeorological Institute",
    year=None,
    url="https://www.chmi.cz/historicka-data/pocasi/denni-data",
    licence="open data, with the source named",
    accessed="2026-11-24",
)
DATE_COLUMNS = (("Y", "M", "D"), ("rok", "měsíc", "den"))
VARIABLE_OF: Mapping[str, str] = {
    "TAVG": "tas", "TMAX": "tasmax", "TMIN": "tasmin",
    "T-AVG": "tas", "TMA": "tasmax", "TMI": "tasmin", "SRA": "pr",
}  # fmt: skip
UNUSED = ("Flag",)
MOST_TOLD = 20
"""So many rows are told one by one; the others are counted."""


def load(path: Path, *, station: str = "", accessed: str = "") -> DailyWeather:
    """Read the file of a station, packed by gzip or not."""
    if not path.is_file():
        raise refusal(message("There is no such file."), file=path.name)
    return parse(path.read_bytes(), path.name, station=station, accessed=accessed)


def parse(content: bytes, name: str, *, station: str = "", accessed: str = "") -> DailyWeather:
    """Read the bytes of a station's file; what cannot be used becomes a problem and counts as missing.

    Raises InputError where the columns are others or nothing is left.

    >>> found = parse(b"Y,M,D,TAVG,TMAX,TMIN\\n1961,1,1,-.8,.5,-2.5\\n", "station.csv")
    >>> round(float(found.data["tas"][0, 0]), 3)
    -0.8
    """
    reader = csv.reader(io.StringIO(_text(content, name), newline=""))
    header = [cell.strip() for cell in next(reader, [])]
    date_at = _date_columns(header, name)
    columns = {at: VARIABLE_OF[title] for at, title in enumerate(header) if title in VARIABLE_OF}
    problems = _unknown_columns(header, name)
    read = _Reader(name, date_at, columns)
    for row, cells in enumerate(reader, start=2):
        read.row(row, cells)
    station = station or name.split(".")[0]
    origin = Origin(
        source=SOURCE.id, title=SOURCE.title, publisher=SOURCE.publisher, licence=SOURCE.licence,
        url=SOURCE.url, file=name, sha256=hashlib.sha256(content).hexdigest(), accessed=accessed, station=station,
    )  # fmt: skip
    return from_series(read.series(), (origin,), station, [*problems, *read.problems()])


class _Reader:
    """Gathers the rows of a file."""

    def __init__(self, name: str, date_at: tuple[int, int, int], columns: Mapping[int, str]) -> None:
        self.name, self.date_at, self.columns = name, date_at, columns
        self.days: list[np.datetime64] = []
        self.rows: list[int] = []
        self.values: dict[int, list[float]] = {at: [] for at in columns}
        self.found: list[Problem] = []
        self.untold = 0

    def row(self, row: int, cells: list[str]) -> None:
        """Take a row, or tell what is wrong with it."""
        if not any(cell.strip() for cell in cells):
            return
        try:
            year, month, day = (int(cells[at]) for at in self.date_at)
            self.days.append(np.datetime64(f"{year:04d}-{month:02d}-{day:02d}", "D"))
        except (ValueError, IndexError):
            text = "-".join(cells[at] for at in self.date_at if at < len(cells))
            self._tell(unreadable_date(self.name, row, text))
            return
        self.rows.append(row)
        for at, values in self.values.items():
            values.append(self._value(row, at, cells[at] if at < len(cells) else ""))

    def _value(self, row: int, at: int, text: str) -> float:
        text = text.strip()
        if not text:
            return float("nan")
        try:
            return float(text.replace(",", "."))
        except ValueError:
            self._tell(unreadable_number(self.name, row, self.columns[at], text))
            return float("nan")

    def _tell(self, found: Problem) -> None:
        if len(self.found) < MOST_TOLD:
            self.found.append(found)
        else:
            self.untold += 1

    def problems(self) -> list[Problem]:
        """What was wrong, the first ones one by one."""
        if not self.untold:
            return self.found
        return [
            *self.found,
            problem(message("There are {count} more of these.", count=self.untold), file=self.name),
        ]

    def series(self) -> list[Series]:
        """The variables that were read."""
        days, rows = np.array(self.days, dtype="datetime64[D]"), np.array(self.rows, dtype=np.int64)
        return [
            Series(variable, days, np.array(self.values[at], dtype=np.float64), rows, self.name)
            for at, variable in self.columns.items()
        ]


def _text(content: bytes, name: str) -> str:
    try:
        plain = gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content
        return plain.decode("utf-8-sig")
    except (EOFError, OSError, zlib.error):
        raise refusal(
            message("The packed file is damaged or cut short."),
            file=name,
            next_step=message("Fetch it anew."),
        ) from None
    except UnicodeDecodeError:
        return plain.decode("cp1250", errors="replace")


def _date_columns(header: list[str], name: str) -> tuple[int, int, int]:
    for titles in DATE_COLUMNS:
        if all(title in header for title in titles) and set(header) & set(VARIABLE_OF):
            year, month, day = (header.index(title) for title in titles)
            return year, month, day
    allowed = "Y, M, D, TAVG, TMAX, TMIN; rok, měsíc, den, T-AVG, TMA, TMI, SRA"
    raise InputError(
        problem(
            message("This is no file of a Czech station."),
            file=name,
            value=", ".join(header),
            allowed=allowed,
        )
    )


def _unknown_columns(header: list[str], name: str) -> list[Problem]:
    known = {*VARIABLE_OF, *UNUSED, *(title for titles in DATE_COLUMNS for title in titles)}
    others = [title for title in header if title not in known]
    if not others:
        return []
    return [problem(message("These columns are not known and not used."), file=name, value=", ".join(others))]
