"""The command line: the same workflows as the pages, for the shell."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import typer

from cascais import __version__
from cascais.cli import commitments, covenant, hazards, inventory, output, tables
from cascais.errors import CascaisError, InputError

BAD_INPUT = 2

app = typer.Typer(
    name="cascais",
    help="Greenhouse gas inventories, commitments and published figures for municipalities.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(inventory.app, name="inventory")
app.add_typer(commitments.app, name="commitments")
app.add_typer(tables.app, name="tables")
app.add_typer(covenant.app, name="covenant")
app.add_typer(hazards.app, name="hazards")


def _print_version(is_asked: bool) -> None:
    if is_asked:
        sys.stdout.write(f"cascais {__version__}\n")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", callback=_print_version, is_eager=True, help="Print the version."
    ),
) -> None:
    """Greenhouse gas inventories, commitments and published figures for municipalities."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; bad input ends with status 2 and one line for each problem."""
    try:
        app(args=arguments)
    except InputError as error:
        for problem in error.problems:
            output.note(str(problem))
        sys.exit(BAD_INPUT)
    except CascaisError as error:
        output.note(str(error))
        sys.exit(BAD_INPUT)
