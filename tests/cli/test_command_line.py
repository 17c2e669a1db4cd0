"""The command line as a person uses it: files in, tables, JSON and CSV out, exit status for scripts."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cascais import cli

RUNNER = CliRunner()
ENERGY = """year;sector;carrier;amount;unit;quality
2022;residential;natural gas;1000,5;MWh;A
2022;residential;electricity;500;MWh;A
2022;private transport;diesel;10;t;B
2022;tertiary;district heat;250,25;MWh;B
2022;municipal buildings;electricity;80;MWh;A
"""
FACTORS = """carrier;sector;year;gas;variant;factor;unit;source
electricity;;2022;CO2e;direct;0,4;t/MWh;The supplier's own statement
district heat;;;CO2e;direct;55;kg/GJ;The heat company
"""


@pytest.fixture
def energy(tmp_path: Path) -> Path:
    path = tmp_path / "energy.csv"
    path.write_text(ENERGY, encoding="utf-8")
    return path


@pytest.fixture
def factors(tmp_path: Path) -> Path:
    path = tmp_path / "factors.csv"
    path.write_text(FACTORS, encoding="utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Run the command as the shell would; return its status, output and error output."""
    with pytest.raises(SystemExit) as stopped:
        cli.main(arguments)
    captured = capsys.readouterr()
    return int(stopped.value.code or 0), captured.out, captured.err


def test_compute_writes_the_documented_json(
    energy: Path, factors: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = run(
        capsys, "inventory", "compute", str(energy), "--country", "EE", "--population", "1200", "--factors", str(factors),
        "--uncertainty", "--framework", "covenant", "--format", "json",
    )  # fmt: skip
    record = json.loads(out)
    assert status == 0
    assert {"total", "by_gas", "by_sector", "by_carrier", "lines", "findings", "framework"} <= set(record)
    assert record["total"]["unit"] == "t CO2e"
    assert 0 < record["total"]["uncertainty"] < 0.2
    electricity = next(line for line in record["lines"] if line["carrier"] == "electricity")
    assert electricity["co2e"]["value"] == pytest.approx(500 * 0.4)
    assert electricity["factor"]["choice"] == "prescribed"
    assert electricity["factor"]["sources"] == ["The supplier's own statement"]
    heat = next(line for line in record["lines"] if line["carrier"] == "district_heat")
    assert heat["co2e"]["value"] == pytest.approx(250.25 * 55 * 3.6 / 1000)
    total = sum(line["co2e"]["value"] for line in record["lines"])
    assert record["total"]["value"] == pytest.approx(total)
    assert record["framework"]["key"] == "covenant"


def test_csv_has_a_row_a_line(energy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "inventory", "compute", str(energy), "--country", "EE", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["carrier"] for row in rows][:2] == ["natural_gas", "electricity"]
    assert float(rows[0]["amount"]) == 1000.5


def test_bad_input_ends_with_status_2_and_says_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "slip.csv"
    path.write_text(
        "year;sector;carrier;amount;unit\n20O9;residential;natural gas;13.362;MWh\n", encoding="utf-8"
    )
    status, out, err = run(capsys, "inventory", "compute", str(path), "--country", "EE")
    assert status == 2
    assert out == ""
    assert "20O9" in err
    assert "2009" in err
    assert "13.362" in err
    assert "row 2" in err


def test_an_ambiguous_number_is_read_once_the_sign_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "kranj.csv"
    path.write_text(
        "year;sector;carrier;amount;unit\n2018;residential;natural gas;13.362;MWh\n", encoding="utf-8"
    )
    assert run(capsys, "inventory", "compute", str(path), "--country", "SI")[0] == 2
    status, out, _ = run(
        capsys, "inventory", "compute", str(path), "--country", "SI", "--decimal", ",", "--format", "json"
    )
    assert status in (0, 1)
    assert json.loads(out)["lines"][0]["amount"] == 13362.0


def test_a_blocking_finding_ends_with_status_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "velenje.csv"
    path.write_text(
        "year;sector;carrier;amount;unit;emissions_t\n2018;industry;diesel;13362,67;MWh;13362,67\n",
        encoding="utf-8",
    )
    status, out, _ = run(capsys, "inventory", "check", str(path), "--country", "SI", "--format", "json")
    assert status == 1
    assert "emissions_equal_activity" in [finding["rule"] for finding in json.loads(out)]


def test_explain_names_publication_and_choice(energy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(
        capsys, "inventory", "explain", str(energy), "--country", "EE", "--sector", "residential"
    )
    assert status == 0
    assert "IPCC (2006)" in out
    assert "How chosen" in out
    assert "Quality grade A" in out


def test_prefill_is_estimated_and_wide(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(
        capsys,
        "inventory",
        "prefill",
        "--country",
        "PL",
        "--population",
        "4694",
        "--year",
        "2022",
        "--format",
        "json",
    )
    record = json.loads(out)
    assert status == 0
    assert {line["quality"] for line in record["lines"] if line["amount"] is not None} == {"D"}
    assert {line["notation_key"] for line in record["lines"] if line["amount"] is None} == {"NE"}
    assert record["total"]["uncertainty"] > 0.15
    assert 2 < record["total"]["value"] / 4694 < 20


def test_commitments_of_a_table_of_totals(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "riga.csv"
    path.write_text("year,emissions_t\n1990,4569204\n2020,1837041\n", encoding="utf-8")
    status, out, _ = run(
        capsys, "commitments", "status", str(path), "--target", "climate_alliance_2050", "--format", "json"
    )
    (record,) = json.loads(out)
    assert status == 0
    assert record["status"] == "on_track"
    assert record["achieved_cut"] == pytest.approx(0.598, abs=5e-4)
    assert record["required_cut"] == pytest.approx(0.475, abs=5e-4)
    assert record["needed_per_year_t"] == pytest.approx(53_619, abs=1)


def test_commitments_of_activities_back_cast_1990(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "town.csv"
    path.write_text(
        "year,sector,carrier,amount,unit\n2010,residential,natural gas,10000.0,MWh\n2020,residential,natural gas,8000.0,MWh\n",
        encoding="utf-8",
    )
    _, out, _ = run(
        capsys, "commitments", "status", str(path), "--country", "EE", "--target", "climate_alliance_2050",
        "--name", "Paide", "--format", "json",
    )  # fmt: skip
    (record,) = json.loads(out)
    assert record["is_estimated"]
    assert record["base"]["year"] == 1990
    assert record["sentence"].startswith("Paide cut emissions by ")


def test_tables_are_listed_and_shown(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "tables", "list", "--format", "json")
    names = [table["table"] for table in json.loads(out)]
    assert "emission_factors/ipcc_2006_stationary" in names
    _, out, err = run(capsys, "tables", "show", "emission_factors/ipcc_2006_stationary")
    assert "natural_gas" in out
    assert "Licence" in err


def test_an_unknown_table_is_refused_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    status, _, err = run(capsys, "tables", "show", "emission_factors/nowhere")
    assert status == 2
    assert "ipcc_2006_stationary" in err


@pytest.mark.parametrize(
    "command",
    [
        ["inventory", "compute"], ["inventory", "check"], ["inventory", "explain"], ["inventory", "prefill"],
        ["commitments", "status"], ["tables", "list"], ["tables", "show"], ["covenant", "assess"],
    ],
)  # fmt: skip
def test_every_command_answers_help_and_offers_the_formats(command: list[str]) -> None:
    answer = RUNNER.invoke(cli.app, [*command, "--help"])
    assert answer.exit_code == 0
    assert "--format" in answer.output


def test_simulation_and_mean_weather_stand_beside_the_inventory(
    energy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [
        "inventory", "compute", str(energy), "--country", "EE", "--uncertainty", "--draws", "4000", "--format", "json",
        "--degree-days", "3000", "--mean-degree-days", "3300", "--heating-share", "natural_gas=0.8",
    ]  # fmt: skip
    _, out, _ = run(capsys, *arguments)
    record = json.loads(out)
    total, simulation, weather = record["total"], record["simulation"], record["weather"]
    assert simulation["mean"] == pytest.approx(total["value"], rel=0.01)
    half_width = (simulation["high"] - simulation["low"]) / 2
    assert half_width / total["value"] == pytest.approx(total["uncertainty"], rel=0.1)
    gas = next(line["co2e"]["value"] for line in record["lines"] if line["carrier"] == "natural_gas")
    assert weather["actual"]["value"] == pytest.approx(total["value"])
    assert weather["in_mean_weather"]["value"] == pytest.approx(total["value"] + gas * 0.8 * 0.1)
    assert run(capsys, *arguments[:-1], "natural_gas=80")[0] == 2
