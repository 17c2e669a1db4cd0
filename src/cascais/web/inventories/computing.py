"""Names the state of code and tables that computes an inventory, so that kept totals are known to be stale."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import cascais

SCIENCE = Path(cascais.__file__).parent
FOLDERS = ("inventory", "tables")
SUFFIXES = (".py", ".toml", ".csv")
LETTERS = 12


@cache
def computing_version() -> str:
    """The version of Cascais with a checksum over everything that the emissions of an inventory depend on."""
    checksum = hashlib.sha256()
    for path in sorted(computing_files()):
        checksum.update(path.relative_to(SCIENCE).as_posix().encode() + b"\0" + path.read_bytes())
    return f"{cascais.__version__}+{checksum.hexdigest()[:LETTERS]}"


def computing_files() -> Iterator[Path]:
    """The files of code and figures that compute an inventory."""
    for folder in FOLDERS:
        yield from (path for path in (SCIENCE / folder).rglob("*") if path.suffix in SUFFIXES)
