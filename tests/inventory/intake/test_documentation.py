"""The clerk's page lists every refusal and names every column."""

from __future__ import annotations

import ast
import re
import textwrap
from pathlib import Path

from cascais.connectors import spreadsheet
from cascais.inventory.intake import prescribed, writing
from cascais.inventory.intake.reading import read_workbook
from cascais.tables.reading import table

REPOSITORY = Path(__file__).resolve().parents[3]
PAGE = (REPOSITORY / "docs" / "importing.md").read_text(encoding="utf-8")
NOT_FOR_CLERKS = {"covenant_2019.py", "_records.py", "problems.py"}
OF_WEATHER = {
    "_daily.py", "_downloads.py", "_names_and_units.py", "_unlikely.py", "chmi.py", "climate_files.py",
    "copernicus_cds.py", "ecad.py", "ghcn_daily.py", "open_meteo.py",
}  # fmt: skip
"""What reads daily weather has a page of its own."""


def refusals() -> set[str]:
    """The sentences of all problems that the intake and the spreadsheet reader can tell."""
    folders = [REPOSITORY / "src/cascais/connectors", REPOSITORY / "src/cascais/inventory/intake"]
    found: set[str] = set()
    for path in [
        path
        for folder in folders
        for path in folder.glob("*.py")
        if path.name not in NOT_FOR_CLERKS | OF_WEATHER
    ]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and getattr(node.func, "id", "") in ("problem", "refusal")
                and node.args
            ):
                said = [each for each in ast.walk(node.args[0]) if isinstance(each, ast.Call)]
                found |= {
                    str(call.args[0].value)
                    for call in said
                    if getattr(call.func, "id", "") == "message" and isinstance(call.args[0], ast.Constant)
                }
    return found


def test_every_refusal_is_on_the_page() -> None:
    found = refusals()
    assert len(found) > 55
    shown = {re.sub(r"\{\w+\}", "…", sentence) for sentence in found}
    assert sorted(sentence for sentence in shown if sentence not in PAGE) == []


def examples() -> list[str]:
    """The indented tables of the page that stand alone."""
    blocks = re.findall(r"(?:^    [^\n]+\n)+", PAGE, flags=re.MULTILINE)
    return [textwrap.dedent(block) for block in blocks if "  " not in textwrap.dedent(block)]


def test_the_examples_on_the_page_are_read() -> None:
    tidy, factors = examples()
    found = read_workbook(spreadsheet.parse(tidy.encode(), "example.csv"))
    assert [(each.sector, each.amount, each.unit) for each in found.storable] == [
        ("residential", 12500.0, "MWh"), ("public_lighting", 480.5, "MWh"), ("municipal_fleet", 31000.0, "l"),
    ]  # fmt: skip
    read_factors = prescribed.read(spreadsheet.parse(factors.encode(), "factors.csv").sheets[0])
    assert read_factors.problems == ()
    assert [each.carrier for each in read_factors.factors] == ["electricity", "district_heat"]


def test_every_column_is_on_the_page() -> None:
    assert [name for name in writing.FIELDS if name not in PAGE] == []
    headers = {str(row.get("field", row["key"])) for row in table("vocabulary", "headers").rows}
    assert set(writing.FIELDS) <= headers
