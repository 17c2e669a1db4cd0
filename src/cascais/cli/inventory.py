"""`cascais inventory`: compute, check, explain and pre-fill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from cascais.cli import output
from cascais.cli.output import Format
from cascais.errors import InputError, Problem
from cascais.inventory.activities import Activity
from cascais.inventory.emissions import Inventory
from cascais.inventory.explanation import as_json, as_text, explain
from cascais.inventory.factors import Options
from cascais.inventory.intake.results import ReadingOptions
from cascais.inventory.weather import HeatingWeather
from cascais.tables import vocabulary
from cascais.workflows.estimates import prefilled
from cascais.workflows.inventories import CheckedInventory, as_record, checked_inventory, finding_record
from cascais.workflows.reading import accepted, printed_totals, read_activities, read_factors
from cascais.workflows.views import framework_record, simulation_record, weather_record

app = typer.Typer(help="Compute, check, explain and pre-fill inventories.", no_args_is_help=True)

BLOCKING_FINDINGS = 1

File = Annotated[Path, typer.Argument(help="Spreadsheet of activities: CSV or XLSX.", show_default=False)]
Country = Annotated[str, typer.Option(help="Country code such as EE; chooses national factors.")]
Year = Annotated[int, typer.Option(help="Year of a table that names none; otherwise only this year is used.")]
Population = Annotated[float, typer.Option(help="Inhabitants in the year.", min=0)]
Gwp = Annotated[str, typer.Option(help="Set of global warming potentials: SAR, AR4, AR5 or AR6.")]
Variant = Annotated[str, typer.Option(help="Factor variant: direct, covenant, covenant_lca, bisko …")]
Electricity = Annotated[
    str, typer.Option(help="Series of national electricity factors; empty for the default.")
]
Factors = Annotated[Path | None, typer.Option(help="File of prescribed factors; they take precedence.")]
Decimal = Annotated[str, typer.Option(help="Decimal sign of the file, “,” or “.”, where it cannot be seen.")]
Output = Annotated[Format, typer.Option("--format", help="How to write the result.")]


@dataclass(frozen=True, slots=True)
class Request:
    """What the person asked for: the file and all options that decide its meaning."""

    file: Path
    country: str
    year: int
    population: float
    gwp: str
    variant: str = "direct"
    electricity: str = ""
    factors: Path | None = None
    decimal: str = ""


def checked(request: Request) -> CheckedInventory:
    """Read the file, compute its inventory and check it."""
    options = ReadingOptions(decimal=request.decimal, year=request.year or None, latest_year=next_year())
    read = accepted(read_activities(request.file, options))
    for remark in read.notes:
        output.note(str(remark))
    activities = _of_year(read.activities, request.year)
    prescribed = read_factors(request.factors, request.decimal) if request.factors else ()
    years = {activity.year for activity in activities}
    assumed = Options(
        country=request.country.upper(),
        gwp_set=request.gwp.upper(),
        variant=request.variant,
        electricity=request.electricity,
        prescribed=prescribed,
        population=dict.fromkeys(years, request.population) if request.population else {},
    )
    return checked_inventory(activities, assumed, name=request.file.name, printed=printed_totals(read))


@app.command()
def compute(
    file: File,
    country: Country = "",
    year: Year = 0,
    population: Population = 0,
    gwp: Gwp = "AR5",
    variant: Variant = "direct",
    electricity: Electricity = "",
    factors: Factors = None,
    decimal: Decimal = "",
    framework: Annotated[
        str, typer.Option(help="Also show the result in a framework: covenant, gpc or bisko.")
    ] = "",
    uncertainty: Annotated[
        bool, typer.Option("--uncertainty", help="Add the uncertainty of every value.")
    ] = False,
    draws: Annotated[int, typer.Option(help="Simulate the total with so many draws.", min=0)] = 0,
    degree_days: Annotated[float, typer.Option(help="Heating degree days of the year.", min=0)] = 0,
    mean_degree_days: Annotated[float, typer.Option(help="Heating degree days of the mean year.", min=0)] = 0,
    heating_share: Annotated[
        list[str] | None, typer.Option(help="Share of a carrier that heats rooms, such as natural_gas=0.8.")
    ] = None,
    format: Output = Format.TABLE,
) -> None:
    """Compute the emissions of a spreadsheet of activities."""
    request = Request(file, country, year, population, gwp, variant, electricity, factors, decimal)
    found = checked(request)
    record = as_record(found, with_uncertainty=uncertainty)
    if framework:
        record["framework"] = framework_record(found.inventory, framework)
    if draws:
        record["simulation"] = simulation_record(found.inventory, draws)
    if degree_days and mean_degree_days:
        record["weather"] = _in_mean_weather(
            found.inventory, (degree_days, mean_degree_days), heating_share or ()
        )
    _write_inventory(record, format)
    raise typer.Exit(BLOCKING_FINDINGS if found.blocks else 0)


@app.command()
def check(
    file: File,
    country: Country = "",
    year: Year = 0,
    population: Population = 0,
    gwp: Gwp = "AR5",
    variant: Variant = "direct",
    electricity: Electricity = "",
    factors: Factors = None,
    decimal: Decimal = "",
    format: Output = Format.TABLE,
) -> None:
    """Say what is wrong with a spreadsheet of activities; status 1 where a finding blocks publishing."""
    request = Request(file, country, year, population, gwp, variant, electricity, factors, decimal)
    found = checked(request)
    findings = [finding_record(finding) for finding in found.findings]
    if format is Format.JSON:
        output.write_json(findings)
    elif format is Format.CSV:
        output.write_csv([{**finding, "lines": " ".join(map(str, finding["lines"]))} for finding in findings])
    else:
        _write_findings(findings)
    raise typer.Exit(BLOCKING_FINDINGS if found.blocks else 0)


@app.command("explain")
def explain_(
    file: File,
    country: Country = "",
    year: Year = 0,
    population: Population = 0,
    gwp: Gwp = "AR5",
    variant: Variant = "direct",
    electricity: Electricity = "",
    factors: Factors = None,
    decimal: Decimal = "",
    sector: Annotated[str, typer.Option(help="Explain this sector instead of the total.")] = "",
    line: Annotated[
        int, typer.Option(help="Explain this line (counted from 0) instead of the total.", min=-1)
    ] = -1,
    format: Output = Format.TABLE,
) -> None:
    """Explain a result down to publication and page."""
    request = Request(file, country, year, population, gwp, variant, electricity, factors, decimal)
    tree = explain(checked(request).inventory, sector=sector, line=None if line < 0 else line)
    if format is Format.JSON:
        output.write_json(as_json(tree))
    elif format is Format.CSV:
        output.write_csv(list(_flat(as_json(tree))))
    else:
        typer.echo(as_text(tree))


@app.command()
def prefill(
    country: Annotated[str, typer.Option(help="Country code such as EE.")],
    population: Annotated[float, typer.Option(help="Inhabitants in the year.", min=1)],
    year: Annotated[int, typer.Option(help="Year of the inventory.")],
    gwp: Gwp = "AR5",
    format: Output = Format.TABLE,
) -> None:
    """Estimate a whole inventory from national figures per inhabitant, to be replaced line by line."""
    found = prefilled(country.upper(), population, year, gwp_set=gwp.upper())
    _write_inventory(as_record(found, with_uncertainty=True), format)


def _in_mean_weather(
    inventory: Inventory, degree_days: tuple[float, float], shares: Sequence[str]
) -> dict[str, Any]:
    years = np.unique(inventory.activities.year)
    weather = HeatingWeather({int(year): degree_days[0] for year in years}, degree_days[1])
    return weather_record(inventory, weather, dict(_share(text) for text in shares))


def _share(text: str) -> tuple[str, float]:
    carrier, _, share = text.partition("=")
    try:
        value = float(share)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise InputError(
            Problem(
                "A heating share is a carrier and a share.",
                value=text,
                allowed="0 to 1",
                next_step="Write natural_gas=0.8.",
            )
        )
    return vocabulary.carrier(carrier).key, value


def next_year() -> int:
    """The last year that a table may name: the one after the present."""
    return date.today().year + 1


def _of_year(activities: tuple[Activity, ...], year: int) -> tuple[Activity, ...]:
    return tuple(each for each in activities if not year or each.year == year)


def _write_inventory(record: dict[str, Any], format: Format) -> None:
    if format is Format.JSON:
        output.write_json(record)
        return
    rows = [_line_row(line) for line in record["lines"]]
    if format is Format.CSV:
        output.write_csv(rows)
        return
    total = record["total"]
    output.write_table(
        f"{output.cell(total['value'])} {total['unit']} in total ({record['gwp_set']}, {record['variant']} factors)"
        + (f", ± {total['uncertainty']:.0%}" if "uncertainty" in total else ""),
        [{"sector": key, "t_co2e": value["value"]} for key, value in record["by_sector"].items()],
        numeric=("t_co2e",),
    )
    shown = [{key: value for key, value in row.items() if key != "factor_source"} for row in rows]
    output.write_table("Lines", shown, numeric=("year", "amount", "t_co2e", "factor"))
    _write_findings(record["findings"])
    for name in ("simulation", "weather"):
        if name in record:
            output.note(f"{name}: {record[name]}")


def _line_row(line: dict[str, Any]) -> dict[str, Any]:
    return {
        "year": line["year"],
        "sector": line["sector"],
        "carrier": line["carrier"],
        "amount": line["amount"],
        "unit": line["unit"],
        "notation_key": line["notation_key"],
        "t_co2e": line["co2e"]["value"],
        "factor": line["factor"]["value"],
        "factor_unit": line["factor"]["unit"],
        "factor_chosen": line["factor"]["choice"],
        "factor_source": "; ".join(line["factor"]["sources"]),
    }


def _write_findings(findings: list[dict[str, Any]]) -> None:
    if not findings:
        output.note("No findings.")
        return
    shown = ("severity", "rule", "place", "value", "why", "what_to_do")
    output.write_table("Findings", [{key: finding[key] for key in shown} for finding in findings])


def _flat(node: dict[str, Any], depth: int = 0) -> list[dict[str, Any]]:
    own = {
        "depth": depth,
        "title": node["title"],
        "value": node["value"],
        "unit": node["unit"],
        "uncertainty": node["uncertainty"],
        "notes": " · ".join(node["notes"]),
        "source": node["source"]["citation"] if node["source"] else "",
    }
    return [own, *(row for child in node["children"] for row in _flat(child, depth + 1))]
