"""`cascais commitments`: where a member stands against its targets."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from cascais.cli import output
from cascais.cli.inventory import next_year
from cascais.cli.output import Format
from cascais.inventory import totals
from cascais.inventory.activities import Activity
from cascais.inventory.emissions import compute
from cascais.inventory.factors import Options
from cascais.inventory.intake.reading import read_workbook
from cascais.inventory.intake.results import ReadingOptions
from cascais.pathways.targets import Target, standard_target
from cascais.workflows import commitments, reading

app = typer.Typer(help="Targets, the way to them, and how sure that is.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Targets, the way to them, and how sure that is."""


@app.command()
def status(
    file: Annotated[Path, typer.Argument(help="Activities of several years, or totals (year, emissions_t).")],
    target: Annotated[list[str] | None, typer.Option(help="Standard target; may be repeated.")] = None,
    name: Annotated[str, typer.Option(help="Name of the member, for the sentences.")] = "",
    country: Annotated[str, typer.Option(help="Country code; allows a back-cast to 1990.")] = "",
    gwp: Annotated[str, typer.Option(help="Set of global warming potentials: SAR, AR4, AR5 or AR6.")] = "AR5",
    factors: Annotated[
        Path | None, typer.Option(help="File of prescribed factors; they take precedence.")
    ] = None,
    decimal: Annotated[str, typer.Option(help="Decimal sign of the file, “,” or “.”.")] = "",
    format: Annotated[Format, typer.Option(help="How to write the result.")] = Format.TABLE,
) -> None:
    """Say for each target whether the latest inventory is on track, how sure that is, and what is needed."""
    wanted = (
        tuple(standard_target(key) for key in target) if target else commitments.current_standard_targets()
    )
    read_as = ReadingOptions(decimal=decimal, latest_year=next_year())
    workbook = reading.workbook_of(file)
    sheet = reading.first_sheet(workbook)
    if reading.is_table_of_totals(sheet):
        found = commitments.member_commitments(reading.read_totals(sheet, read_as), wanted, name=name)
    else:
        activities = reading.accepted(read_workbook(workbook, read_as)).activities
        prescribed = reading.read_factors(factors, decimal) if factors else ()
        options = Options(country=country.upper(), gwp_set=gwp.upper(), prescribed=prescribed)
        found = _of_activities(activities, options, wanted, name)
    _write(found, format)


def _of_activities(
    activities: tuple[Activity, ...], options: Options, wanted: tuple[Target, ...], name: str
) -> commitments.Commitments:
    first = min(activity.year for activity in activities)
    earliest = compute([each for each in activities if each.year == first], options)
    return commitments.member_commitments(
        commitments.series([compute(activities, options)]),
        wanted,
        name=name,
        country=options.country,
        earliest=totals.by_sector(earliest),
    )


def _write(found: commitments.Commitments, format: Format) -> None:
    records = [commitments.as_record(each) for each in found.statuses]
    if format is Format.JSON:
        output.write_json(records)
        return
    rows = [_row(record) for record in records]
    if format is Format.CSV:
        output.write_csv(rows)
        return
    output.write_table(
        "Commitments",
        rows,
        numeric=("probability", "latest_t_co2e", "required_t_co2e", "needed_t_co2e_per_year"),
    )
    for record in records:
        output.note(record["sentence"])
        for remark in record["notes"]:
            output.note(f"  · {remark}")


def _row(record: dict[str, Any]) -> dict[str, Any]:
    latest = record["latest"] or {}
    return {
        "target": record["target"]["title"],
        "status": record["status"],
        "probability": record["probability"],
        "latest_year": latest.get("year"),
        "latest_t_co2e": latest.get("emissions_t"),
        "required_t_co2e": record["required_t"],
        "needed_t_co2e_per_year": record["needed_per_year_t"],
        "continual": record["continual"],
        "base_is_estimated": record["is_estimated"],
    }
