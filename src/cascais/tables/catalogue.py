"""All tables that are shipped, for pages and the command line."""

from __future__ import annotations

from functools import cache

from cascais.tables.reading import Row, Table, kinds, tables
from cascais.tables.reading import table as table_of


@cache
def catalogue() -> tuple[Table, ...]:
    """Every table of every kind, in the order of kinds and names.

    >>> ("electricity", "crrem") in [(table.kind, table.name) for table in catalogue()]
    True
    """
    return tuple(table for kind in kinds() for table in tables(kind))


def search(text: str) -> tuple[Table, ...]:
    """The tables whose name, source, description or rows hold every word of a text.

    >>> [table.name for table in search("wrocław kobize")]
    ['kobize_wroclaw']
    """
    words = text.casefold().split()
    return tuple(
        table for table in catalogue() if all(word in _words(table.kind, table.name) for word in words)
    )


def unverified(table: Table) -> tuple[Row, ...]:
    """The rows of a table that nobody has read in a publication yet.

    >>> from cascais.tables.reading import table
    >>> len(unverified(table("electricity", "crrem")))
    0
    """
    return tuple(row for row in table.rows if not table.source_of(row).is_verified)


@cache
def _words(kind: str, name: str) -> str:
    table = table_of(kind, name)
    source = table.source
    head = " ".join((table.kind, table.name, table.about, source.title, source.publisher, source.locator))
    cells = {str(value) for row in table.rows for value in row.values()}
    return f"{head} {' '.join(cells)}".casefold()
