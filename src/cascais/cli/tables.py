"""`cascais tables`: the published figures and their sources."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from cascais.cli import output
from cascais.cli.output import Format
from cascais.tables.reading import Table, kinds, table
from cascais.tables.reading import tables as tables_of

app = typer.Typer(help="Published figures and their sources.", no_args_is_help=True)


@app.command("list")
def list_(
    kind: Annotated[str, typer.Option(help="Only tables of this kind, such as emission_factors.")] = "",
    format: Annotated[Format, typer.Option(help="How to write the result.")] = Format.TABLE,
) -> None:
    """List the tables with their sources."""
    rows = [_summary(each) for name in ([kind] if kind else kinds()) for each in tables_of(name)]
    _write("Tables", rows, format)


@app.command()
def show(
    name: Annotated[
        str, typer.Argument(help="Kind and name, such as emission_factors/ipcc_2006_stationary.")
    ],
    format: Annotated[Format, typer.Option(help="How to write the result.")] = Format.TABLE,
) -> None:
    """Show the figures of one table and where they come from."""
    kind, _, rest = name.partition("/")
    found = table(kind, rest)
    if format is Format.JSON:
        output.write_json({**_summary(found), "licence": found.source.licence, "rows": list(found.rows)})
        return
    _write(found.source.citation, [dict(row) for row in found.rows], format)
    if format is Format.TABLE:
        output.note(f"Licence: {found.source.licence}. Read on {found.source.accessed}.")


def _summary(found: Table) -> dict[str, Any]:
    return {
        "table": f"{found.kind}/{found.name}",
        "rows": len(found.rows),
        "source": found.source.citation,
        "how_known": found.source.how_known.value,
    }


def _write(title: str, rows: list[dict[str, Any]], format: Format) -> None:
    if format is Format.JSON:
        output.write_json(rows)
    elif format is Format.CSV:
        output.write_csv(rows)
    else:
        output.write_table(title, rows, numeric=("rows", "value", "year"))
