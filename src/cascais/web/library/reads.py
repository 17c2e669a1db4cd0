"""The published tables as the browser shows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from cascais.provenance import HowKnown, Source
from cascais.tables import vocabulary
from cascais.tables.reading import Row, Table, kinds, tables
from cascais.tables.vocabulary import Carrier, Sector
from cascais.text import _

HIDDEN_COLUMNS = ("locator", "how_known")
FIRST_COLUMNS = (
    "key",
    "code",
    "title",
    "carrier",
    "sector",
    "factor_group",
    "area",
    "country",
    "year",
    "gas",
    "value",
    "unit",
)
KIND_TITLES = {
    "calorific_values": _("Calorific values"),
    "electricity": _("Electricity factors"),
    "backcast_error": _("Errors of the back-cast"),
    "national_emissions": _("National emissions"),
    "national_population": _("National populations"),
    "final_energy_per_capita": _("Final energy per inhabitant"),
    "plausibility": _("Ranges of real inventories"),
    "emission_factors": _("Emission factors"),
    "parameters": _("Parameters for waste, livestock, soils and trees"),
    "targets": _("Targets of the networks"),
    "vocabulary": _("Words: sectors, carriers, countries, keys"),
}


WORDS: dict[str, Callable[[], Mapping[str, Sector | Carrier]]] = {
    "carrier": vocabulary.carriers,
    "sector": vocabulary.sectors,
}


@dataclass(frozen=True, slots=True)
class TableKind:
    """A kind of table with its publications."""

    key: str
    title: str
    tables: tuple[Table, ...]

    @property
    def rows(self) -> int:
        return sum(len(table.rows) for table in self.tables)


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row as cells in the order of the table's columns, with its place in the publication."""

    cells: tuple[str | float | int | bool | None, ...]
    source: Source

    @property
    def is_verified(self) -> bool:
        return self.source.how_known is not HowKnown.MEMORY


def table_kinds() -> list[TableKind]:
    """All kinds that hold at least one publication."""
    found = (
        TableKind(key, KIND_TITLES.get(key, key.replace("_", " ").capitalize()), tables(key))
        for key in kinds()
    )
    return [kind for kind in found if kind.tables]


def columns(table: Table) -> list[str]:
    """The columns that any row of a table fills."""
    names = dict.fromkeys(
        name for row in table.rows for name, value in row.items() if value not in ("", None)
    )
    first = [name for name in FIRST_COLUMNS if name in names]
    return first + [name for name in names if name not in (*FIRST_COLUMNS, *HIDDEN_COLUMNS)]


def numeric_columns(table: Table) -> set[str]:
    """The columns that hold numbers, whose headings stand to the right."""
    return {
        name
        for row in table.rows
        for name, value in row.items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    }


def has_own_places(table: Table) -> bool:
    """Whether any row stands at another place of the publication, or is known otherwise, than the table says."""
    return any(table.source_of(row) != table.source for row in table.rows)


def matching(table: Table, wanted: str) -> list[Row]:
    """The rows in which every word that is looked for occurs."""
    words = wanted.casefold().split()
    return [row for row in table.rows if all(word in _text(row.values()) for word in words)]


def shown(table: Table, rows: Iterable[Row]) -> list[ShownRow]:
    """Rows ready to be shown."""
    names = columns(table)
    return [
        ShownRow(tuple(_cell(name, row.get(name)) for name in names), table.source_of(row)) for row in rows
    ]


def _cell(name: str, value: object) -> str | float | int | bool | None:
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value)
    if isinstance(value, str) and value in (words := WORDS.get(name, dict)()):
        return str(words[value].title)
    return value if isinstance(value, str | float | int | bool) or value is None else str(value)


def _text(values: Iterable[object]) -> str:
    return " ".join(str(value) for value in values).casefold()
