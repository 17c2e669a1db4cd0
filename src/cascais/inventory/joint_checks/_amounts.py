"""Which amounts of several members can be compared, and how many digits make a coincidence unlikely."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from cascais.inventory.findings import Line
from cascais.inventory.parts import Counted
from cascais.tables import vocabulary
from cascais.text import Message, message

Cell = tuple[str, str]
"""Sector and carrier."""


def digits(amount: float | None) -> int:
    """Significant digits of an amount, at most nine: 180 000 has two, 298.84 has five.

    >>> digits(180_000.0), digits(298.84), digits(0.0)
    (2, 5, 0)
    """
    if not amount:
        return 0
    mantissa = f"{abs(amount):.8e}".partition("e")[0]
    return len(mantissa.replace(".", "").rstrip("0"))


def pairs(counted: Iterable[Counted]) -> Iterator[tuple[Counted, Counted]]:
    """Every two of the members."""
    return combinations(counted, 2)


def amounts(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines that state an amount other than nought."""
    return (line for line in lines if line.quantity)


def supplier(line: Line) -> str:
    """The supplier as one writes it or another, for comparing."""
    return " ".join(line.supplier.casefold().split())


def cells(counted: Counted) -> dict[Cell, float]:
    """A member's amounts by sector and carrier, in the canonical unit of the carrier."""
    found: dict[Cell, float] = {}
    for line in amounts(counted.lines):
        key = (line.sector, line.carrier)
        found[key] = found.get(key, 0.0) + (line.quantity or 0.0)
    return found


def two(first: Counted, second: Counted) -> Message:
    """Both members as the place of a finding."""
    return message("{first} and {second}", first=first.part.name, second=second.part.name)


def carrier_title(key: str) -> str:
    """What a carrier is called."""
    return vocabulary.carriers()[key].title


def sector_title(key: str) -> str:
    """What a sector is called."""
    return vocabulary.sectors()[key].title
