"""The published tables: emission factors and everything else that numbers are computed with."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.urls import reverse
from ninja import Field, Query, Router, Schema

from cascais.errors import TableError
from cascais.provenance import HowKnown
from cascais.tables.reading import Row, Table, table
from cascais.tables.reading import tables as tables_of
from cascais.web.api.paging import Page, Window, page_of
from cascais.web.api.quantities import Quantity, address, quantity
from cascais.web.api.texts import SlugInPath, Word
from cascais.web.display.texts import translated
from cascais.web.library.reads import KIND_TITLES, matching, table_kinds

router = Router()
HELD = ("value", "unit", "uncertainty", "quality", "locator", "how_known")
Text = str | float | int | bool | None


class SourceItem(Schema):
    """A publication."""

    title: str
    publisher: str
    year: int | None
    url: str
    doi: str
    licence: str
    accessed: str
    citation: str


class TableItem(Schema):
    """The figures of one publication."""

    kind: str
    kind_title: str
    name: str
    source: SourceItem
    about: str
    row_count: int
    page: str
    url: str


class FigureItem(Schema):
    """One row of a publication: what it is of, and its figure where the row holds one figure with a unit."""

    figure: Quantity | None
    cells: dict[str, str | float | int | bool | None] = Field(description="The other columns of the row")
    source: str = Field(description="The publication with the place in it")
    how_known: HowKnown


class TableFilters(Schema):
    """Which rows are wanted."""

    q: Word = Field("", description="Words that the row must hold")


@router.get("/tables", response=Page[TableItem], summary="All published tables")
def tables(request: HttpRequest, window: Query[Window]) -> Page[TableItem]:
    """Every publication whose figures are in use, with its source and licence."""
    found = [each for kind in table_kinds() for each in tables_of(kind.key)]
    return page_of(request, found, window, _table)


@router.get("/tables/{kind}/{name}", response=Page[FigureItem], summary="The figures of one table")
def table_rows(
    request: HttpRequest,
    kind: SlugInPath,
    name: SlugInPath,
    filters: Query[TableFilters],
    window: Query[Window],
) -> Page[FigureItem]:
    """The rows of one publication, each with its place in it."""
    try:
        publication = table(kind, name)
    except TableError as error:
        raise Http404 from error
    rows = matching(publication, filters.q)
    return page_of(request, rows, window, lambda row: _figure(publication, row))


def _table(found: Table) -> TableItem:
    source = found.source
    return TableItem(
        kind=found.kind,
        kind_title=translated(KIND_TITLES.get(found.kind, found.kind)),
        name=found.name,
        source=SourceItem(
            title=source.title,
            publisher=source.publisher,
            year=source.year,
            url=source.url,
            doi=source.doi,
            licence=source.licence,
            accessed=source.accessed,
            citation=source.citation,
        ),
        about=found.about,
        row_count=len(found.rows),
        page=reverse("library:table", args=[found.kind, found.name]),
        url=address("table_rows", found.kind, found.name),
    )


def _figure(found: Table, row: Row) -> FigureItem:
    source = found.source_of(row)
    value, unit = row.get("value"), row.get("unit")
    figure = None
    if isinstance(value, int | float) and isinstance(unit, str):
        figure = quantity(
            value,
            unit,
            uncertainty=row.get("uncertainty"),
            quality=str(row.get("quality", "")),
            source=source.citation,
            explanation=reverse("library:table", args=[found.kind, found.name]),
        )
    left = HELD if figure else HELD[4:]
    return FigureItem(
        figure=figure,
        cells={name: _cell(cell) for name, cell in row.items() if name not in left},
        source=source.citation,
        how_known=source.how_known,
    )


def _cell(cell: object) -> Text:
    if isinstance(cell, list | tuple):
        return ", ".join(str(part) for part in cell)
    return cell if isinstance(cell, str | float | int | bool) or cell is None else str(cell)
