"""`cascais covenant`: the whole Covenant of Mayors by one command."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress

from cascais.cli import output
from cascais.cli.output import Format
from cascais.workflows.commitments import current_standard_targets
from cascais.workflows.covenant import AssessedInventory, CovenantAssessment, assess_file

app = typer.Typer(help="The data set of the Covenant of Mayors.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """The data set of the Covenant of Mayors."""


@app.command()
def assess(
    file: Annotated[Path, typer.Argument(help="Inventories of all signatories, CSV or CSV packed by gzip.")],
    output_file: Annotated[
        Path | None, typer.Option("--output", help="Write one row an inventory to this CSV.")
    ] = None,
    format: Annotated[Format, typer.Option(help="How to write the summary.")] = Format.TABLE,
) -> None:
    """Import, check and judge every inventory of the Covenant's signatories."""
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Inventories of the Covenant", total=1.0)
        found = assess_file(file, current_standard_targets(), lambda share: bar.update(task, completed=share))
    if output_file:
        _write_rows(found, output_file)
    _write_summary(found, format)


def _write_rows(found: CovenantAssessment, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        output.write_csv([_row(each) for each in found.inventories], stream)


def _row(each: AssessedInventory) -> dict[str, Any]:
    record = each.inventory
    return {
        "signatory": record.gcom_id,
        "name": record.name,
        "country": record.country,
        "inventory": record.inventory_id,
        "year": record.year,
        "kind": record.kind,
        "t_co2e": each.total_t,
        "uncertainty": each.uncertainty,
        "t_co2e_per_inhabitant": each.per_capita_t,
        "findings": " ".join(sorted({finding.rule for finding in each.findings})),
        **{status.target.key: status.status.value for status in each.statuses},
    }


def _write_summary(found: CovenantAssessment, format: Format) -> None:
    firings = [
        {"rule": rule, "inventories": number, "share": number / len(found.inventories)}
        for rule, number in found.firings.items()
    ]
    targets = [{"target": key, **counts} for key, counts in found.status_counts.items()]
    if format is Format.JSON:
        output.write_json(
            {
                "rows_in_file": found.rows_in_file,
                "lines": found.lines,
                "refused_rows": len(found.problems),
                "inventories": len(found.inventories),
                "firings": firings,
                "targets": targets,
            }
        )
        return
    if format is Format.CSV:
        output.write_csv(firings)
        return
    for problem in found.problems:
        output.note(str(problem))
    output.write_table(
        f"{found.rows_in_file} rows: {found.lines} used, {len(found.problems)} refused; "
        f"{len(found.inventories)} inventories",
        firings,
        numeric=("inventories", "share"),
    )
    output.write_table("Signatories with inventories of two or more years", targets)
