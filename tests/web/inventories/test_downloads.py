"""What can be taken away reads back equal, names its source, and runs nothing in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json

import openpyxl
import pytest

from cascais import cli
from cascais.web.inventories.models import InventoryYear

pytestmark = pytest.mark.django_db

TABLES = (
    "/members/gabrovo/inventories/2018/inventory.",
    "/members/gabrovo/inventories/table.",
    "/members/gabrovo/inventories/compare/table.",
    "/members/gabrovo/targets/table.",
)


def csv_rows(answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("address", TABLES)
def test_all_forms_hold_the_same_rows(client, address):
    rows = csv_rows(client.get(f"{address}csv"))
    document = json.loads(client.get(f"{address}json").content)
    workbook = openpyxl.load_workbook(io.BytesIO(client.get(f"{address}xlsx").content))
    assert len(rows) == len(document["rows"]) == workbook["Table"].max_row - 1 > 1
    assert "Action Plan of Gabrovo" in document["source"]
    assert "cite the source" in document["licence"]
    assert all(row["source_of_inventory"] and row["licence"] for row in rows)
    assert workbook["Source and licence"]["B1"].value == document["source"]


def test_the_lines_add_up_to_the_stored_total(client):
    rows = csv_rows(client.get(f"{TABLES[0]}csv"))
    stored = InventoryYear.objects.get(member__slug="gabrovo", year=2018)
    assert sum(float(row["t_co2e"] or 0) for row in rows) == pytest.approx(stored.total_t)
    electricity = next(row for row in rows if row["carrier"] == "electricity")
    assert float(electricity["factor"]) == 0.461
    assert electricity["factor_chosen"] == "prescribed"


def test_columns_are_called_as_on_the_command_line(client, tmp_path, capsys):
    path = tmp_path / "lines.csv"
    path.write_text(
        "year,sector,carrier,amount,unit\n2018,residential,natural gas,1000.5,MWh\n", encoding="utf-8"
    )
    with pytest.raises(SystemExit):
        cli.main(["inventory", "compute", str(path), "--country", "BG", "--decimal", ".", "--format", "csv"])
    columns = set(next(csv.reader(io.StringIO(capsys.readouterr().out))))
    assert {"t_co2e", "factor_chosen", "factor_source"} <= columns
    assert columns <= set(csv_rows(client.get(f"{TABLES[0]}csv"))[0])


def test_an_unknown_form_is_no_page(client):
    for address in TABLES:
        assert client.get(f"{address}exe").status_code == 404


def test_no_text_runs_as_a_formula(client):
    row = InventoryYear.objects.get(member__slug="gabrovo", year=2018)
    row.lines.filter(position=0).update(comment='=HYPERLINK("http://evil")', source="+1", subsector="@x")
    InventoryYear.objects.filter(pk=row.pk).update(source="=1+1")
    line = csv_rows(client.get(f"{TABLES[0]}csv"))[0]
    assert line["comment"].startswith("'=") and line["source"] == "'+1" and line["subsector"] == "'@x"
    assert line["source_of_inventory"] == "'=1+1"
    workbook = openpyxl.load_workbook(io.BytesIO(client.get(f"{TABLES[0]}xlsx").content))
    cells = [cell for sheet in workbook for cells in sheet.iter_rows() for cell in cells]
    assert not any(cell.data_type == "f" for cell in cells)
