"""Parameters of waste, wastewater, livestock, soils and trees, each with its place in a publication."""

from __future__ import annotations

from functools import cache

from cascais.errors import MissingFigureError
from cascais.provenance import Choice, Figure, How
from cascais.tables.reading import Row, Table, tables

KIND = "parameters"


def parameter(group: str, key: str) -> Figure:
    """Return one parameter with its unit, uncertainty and source.

    `group` is waste, wastewater, livestock, soils, trees or trees_2019. Raises MissingFigureError for an unknown
    group or key.

    >>> figure = parameter("waste", "doc_food")
    >>> figure.value, figure.unit, figure.source.locator
    (0.15, 't C/t wet', 'Vol. 5 Table 2.4, food waste, wet weight')
    """
    records = parameters(group)
    if key not in records:
        raise MissingFigureError(f"There is no {group} parameter “{key}”. There are: {', '.join(records)}.")
    return records[key]


@cache
def parameters(group: str) -> dict[str, Figure]:
    """All parameters of a group by key, in the order of their file.

    >>> parameters("soils")["ef1"].value
    0.01
    """
    for table in tables(KIND):
        if table.name == group:
            return {str(row["key"]): _figure(table, row) for row in table.rows}
    raise MissingFigureError(f"There is no group of parameters “{group}”. There are: {', '.join(groups())}.")


def groups() -> tuple[str, ...]:
    """The groups of parameters: one per file.

    >>> "wastewater" in groups()
    True
    """
    return tuple(table.name for table in tables(KIND))


def _figure(table: Table, row: Row) -> Figure:
    return Figure(
        value=float(row["value"]),
        unit=str(row["unit"]),
        uncertainty=float(row["uncertainty"]) if "uncertainty" in row else None,
        source=table.source_of(row),
        choice=Choice(How.DEFAULT),
        details={"title": str(row["title"])},
    )
