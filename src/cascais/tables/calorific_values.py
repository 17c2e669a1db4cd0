"""Net calorific values: how much energy a tonne or a cubic metre of a fuel holds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from cascais import units
from cascais.errors import MissingFigureError
from cascais.provenance import Choice, How, Source
from cascais.tables import vocabulary
from cascais.tables.reading import Row, Table, tables
from cascais.text import Message, message

KIND = "calorific_values"


@dataclass(frozen=True, slots=True)
class FoundValue:
    """Energy per unit of a fuel [MWh per unit], its source and how it was chosen."""

    value: float
    source: Source
    choice: Choice


@cache
def calorific_value(carrier: str, unit: str) -> FoundValue:
    """Return the net calorific value of a fuel [MWh per unit of mass or volume].

    Values are those of IPCC 2006 for masses; volumes need a published
    density. Raises MissingFigureError where none is known, UnitError where the unit is.

    >>> round(calorific_value("natural_gas", "t").value, 3)
    13.333
    >>> round(calorific_value("hard_coal", "kg").value, 6)
    0.007167
    """
    record = vocabulary.carrier(carrier)
    dimension = units.dimension(unit)
    for table, row in _rows():
        if row["carrier"] == carrier and units.dimension(str(row["unit"])) == dimension:
            value = mwh_per_unit(row) * units.conversion(unit, str(row["unit"]))
            return FoundValue(value, table.source_of(row), _choice(row))
    allowed = sorted({str(row["unit"]) for _table, row in _rows() if row["carrier"] == carrier})
    hint = f"Known per: {', '.join(allowed)}." if allowed else "None is known in any unit."
    raise MissingFigureError(
        f"No calorific value of “{record.title}” per {unit} is published here. {hint} "
        "Give the amount in MWh, or another unit of energy."
    )


def mwh_per_unit(row: Row) -> float:
    """Convert a row's published value into MWh per its unit (1 TJ/Gg = 1 GJ/t).

    >>> round(mwh_per_unit({"value": 48.0, "published_unit": "TJ/Gg", "unit": "t"}), 4)
    13.3333
    """
    energy, _separator, base = str(row["published_unit"]).partition("/")
    return float(row["value"]) * units.conversion(energy, "MWh") / units.conversion(base, str(row["unit"]))


def _choice(row: Row) -> Choice:
    if proxy := row.get("proxy"):
        return Choice(How.PROXY, Message(str(proxy), {}))
    return Choice(How.DEFAULT, message("default calorific value: the supplier’s own is better"))


@cache
def _rows() -> tuple[tuple[Table, Row], ...]:
    return tuple((table, row) for table in tables(KIND) for row in table.rows)
