"""Names the state of code and tables that computes an inventory, so that kept totals are known to be stale."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cascais

SCIENCE = Path(cascais.__file__).parent
FOLDERS = ("inventory", "tables")
SUFFIXES = (".py", ".toml", ".csv")
LETTERS = 12


@dataclass(frozen=True, slots=True)
class ComputedBy:
    """What computed a figure: the release, and checksums over the code and over the published tables."""

    release: str
    code: str
    tables: str


@cache
def computing_version() -> str:
    """The version of Cascais with a checksum over everything that the emissions of an inventory depend on."""
    return f"{cascais.__version__}+{_checksum(computing_files())}"


@cache
def computed_by() -> ComputedBy:
    """The release, the code and the tables of this installation."""
    files = list(computing_files())
    return ComputedBy(
        cascais.__version__,
        _checksum(path for path in files if path.suffix == ".py"),
        _checksum(path for path in files if path.suffix != ".py"),
    )


def computing_files() -> Iterator[Path]:
    """The files of code and figures that compute an inventory."""
    for folder in FOLDERS:
        yield from (path for path in (SCIENCE / folder).rglob("*") if path.suffix in SUFFIXES)


def _checksum(files: Iterable[Path]) -> str:
    checksum = hashlib.sha256()
    for path in sorted(files):
        checksum.update(path.relative_to(SCIENCE).as_posix().encode() + b"\0" + path.read_bytes())
    return checksum.hexdigest()[:LETTERS]
