"""Sectors, carriers, countries, notation keys and quality grades: the words in which activities are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from cascais.errors import CascaisError
from cascais.tables.reading import Row, Table, table


@dataclass(frozen=True, slots=True)
class Sector:
    """Where energy is used or emissions arise."""

    key: str
    title: str
    group: str  # buildings, transport, waste, agriculture, land, industry, energy_supply, other
    parent: str = ""
    is_key_sector: bool = False  # of the Covenant
    is_unsplit: bool = False  # a parent that stands for its parts where no split is known
    factor_group: str = ""  # which column of sector-dependent factors applies
    covenant: str = ""  # label in the Covenant's matrix
    covenant_code: str = ""
    gpc: str = ""  # sub-sector reference, e.g. I.1
    bisko: str = ""
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Carrier:
    """Energy carrier; in non-energy sectors the material, animal or land class that an activity counts."""

    key: str
    title: str
    kind: str  # energy, waste, livestock, land, product, wastewater
    group: str = ""  # grid, fossil, renewable …
    unit: str = "MWh"  # canonical unit of the activity
    is_biogenic: bool = False
    is_grid_bound: bool = False
    covenant: str = ""
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Country:
    """A country with the codes that sources use for it."""

    code: str  # ISO 3166-1 alpha-2 (Greece GR, United Kingdom GB)
    code3: str
    title: str
    eurostat: str
    is_eu: bool
    region: str
    languages: tuple[str, ...] = ()
    is_full: bool = False  # whether pre-fill and back-cast have national series for it


@dataclass(frozen=True, slots=True)
class NotationKey:
    """Why a cell of an inventory holds no number."""

    key: str
    title: str
    meaning: str


@dataclass(frozen=True, slots=True)
class QualityGrade:
    """How good an activity figure is, and the relative uncertainty (95 %) assumed where none is given."""

    key: str
    title: str
    meaning: str
    weight: float
    uncertainty: float
    uncertainty_note: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)


def _records(name: str, kind: type[Any]) -> dict[str, Any]:
    rows = table("vocabulary", name).rows
    records = [
        kind(**{key: _frozen(value) for key, value in row.items() if key != "locator"}) for row in rows
    ]
    return {getattr(record, "code", None) or record.key: record for record in records}


def _frozen(value: Any) -> Any:  # noqa: ANN401 – a TOML value of any type
    return tuple(value) if isinstance(value, list) else value


@cache
def sectors() -> dict[str, Sector]:
    """All sectors by key, in the order of the matrix."""
    return _records("sectors", Sector)


@cache
def carriers() -> dict[str, Carrier]:
    """All carriers by key, in the order of the matrix."""
    return _records("carriers", Carrier)


@cache
def countries() -> dict[str, Country]:
    """All countries by ISO code."""
    return _records("countries", Country)


def iso_country(code: str) -> str:
    """The ISO code of a country that a source names by Eurostat's code, such as EL for Greece; other codes stay.

    >>> iso_country("EL"), iso_country("EE")
    ('GR', 'EE')
    """
    return _iso_by_eurostat().get(code, code)


@cache
def _iso_by_eurostat() -> dict[str, str]:
    return {each.eurostat: each.code for each in countries().values()}


@cache
def notation_keys() -> dict[str, NotationKey]:
    """The four notation keys."""
    return _records("notation_keys", NotationKey)


@cache
def quality_grades() -> dict[str, QualityGrade]:
    """The quality grades A to D."""
    return _records("quality_grades", QualityGrade)


def sector(key: str) -> Sector:
    """One sector by its key.

    >>> sector("residential").gpc
    'I.1'
    """
    return _item(sectors(), key, "sector")


def carrier(key: str) -> Carrier:
    """One carrier by its key.

    >>> carrier("electricity").is_grid_bound
    True
    """
    return _item(carriers(), key, "carrier")


def country(code: str) -> Country:
    """One country by its ISO code.

    >>> country("EE").code3
    'EST'
    """
    return _item(countries(), code.upper(), "country")


Record = TypeVar("Record")


def _item(records: Mapping[str, Record], key: str, word: str) -> Record:
    if key not in records:
        raise CascaisError(f"There is no {word} “{key}”. There are: {', '.join(records)}.")
    return records[key]


def descendants(key: str) -> set[str]:
    """A sector and everything below it.

    >>> sorted(descendants("transport"))[:2]
    ['aviation', 'municipal_fleet']
    """
    found = {key}
    while True:
        more = {record.key for record in sectors().values() if record.parent in found} | found
        if more == found:
            return found
        found = more


__all__ = [
    "Carrier",
    "Country",
    "NotationKey",
    "QualityGrade",
    "Row",
    "Sector",
    "Table",
    "carrier",
    "carriers",
    "countries",
    "country",
    "descendants",
    "notation_keys",
    "quality_grades",
    "sector",
    "sectors",
]
