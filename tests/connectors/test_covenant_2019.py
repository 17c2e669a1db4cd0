from __future__ import annotations

import gzip
import time
from pathlib import Path

import numpy as np
import pytest

from cascais.connectors import covenant_2019
from cascais.errors import InputError
from cascais.inventory.activities import carrier_codes, sector_codes

SAMPLE = Path(__file__).resolve().parents[1] / "samples" / "covenant_2019" / "inventories.csv"
WASTE_T = 67557.0  # the row of Bielsko-Biala


def test_sample_keeps_every_row_as_a_line_or_a_problem() -> None:
    data = covenant_2019.load(SAMPLE)
    assert len(data.lines) + len(data.problems) == data.rows_in_file
    (problem,) = data.problems
    assert (problem.column, problem.value) == ("activity_data", "-1337.0")
    assert problem.row == data.rows_in_file + 1


def test_tallinn_has_its_sectors_and_its_place() -> None:
    data = covenant_2019.load(SAMPLE)
    (position,) = [number for number, each in enumerate(data.inventories) if each.name == "Tallinn"]
    inventory, lines = data.inventories[position], data.activities(position)
    assert (inventory.country, inventory.year, inventory.kind) == ("EE", 2007, "baseline")
    transport = (lines.sector == sector_codes()["transport"]) & (lines.carrier == carrier_codes()["fuels"])
    assert lines.amount[transport].sum() == 3826200.0
    assert lines.reported_t[transport].sum() == 983233.0


def test_waste_has_emissions_but_no_energy() -> None:
    lines = covenant_2019.load(SAMPLE).lines
    (waste,) = np.flatnonzero(lines.sector == sector_codes()["waste"])
    assert lines.carrier[waste] == carrier_codes()["not_stated"]
    assert np.isnan(lines.amount[waste])
    assert lines.reported_t[waste] == WASTE_T


def test_country_comes_from_the_number_where_the_list_lacks_the_signatory() -> None:
    data = covenant_2019.load(SAMPLE)
    belgian = next(each for each in data.inventories if each.gcom_id == "BE0465")
    assert (belgian.country, belgian.name, belgian.latitude) == ("BE", "", None)


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("emission_inventory_sector", "Spaceflight", "label is not known"),
        ("activity_data", "many", "not a number"),
        ("activity_data", "", "missing"),
        ("emissions", "inf", "not finite"),
        ("inventory_year", "20O7", "year"),
        ("activity_data_reporting_unit", "kWh", "MWh"),
    ],
)
def test_a_row_that_cannot_be_used_is_reported(column: str, value: str, says: str) -> None:
    header, first, *_ = SAMPLE.read_text(encoding="utf-8").splitlines()
    cells = first.split(",")
    cells[header.split(",").index(column)] = value
    data = covenant_2019.parse("\n".join([header, ",".join(cells), "too,short"]).encode())
    assert len(data.lines) == 0
    assert [problem.row for problem in data.problems] == [2, 3]
    assert says in str(data.problems[0])
    assert data.problems[0].value == value


def test_another_table_is_refused() -> None:
    with pytest.raises(InputError, match="columns are missing"):
        covenant_2019.parse(b"year,amount\n2022,5\n")


def test_packed_and_plain_are_the_same_and_progress_ends_at_one() -> None:
    told: list[float] = []
    content = SAMPLE.read_bytes()
    packed = covenant_2019.parse(gzip.compress(content), progress=told.append)
    assert packed.inventories == covenant_2019.parse(content).inventories
    assert told[-1] == 1.0
    assert told == sorted(told)


def test_the_whole_covenant_is_read_and_no_row_is_lost(shared_data: Path) -> None:
    started = time.process_time()
    data = covenant_2019.load(shared_data / "inventories" / "com2019_inventories_joined.csv.gz")
    seconds = time.process_time() - started
    assert data.rows_in_file == 61_207
    assert len(data.lines) == 61_202
    assert len(data.problems) == 5
    assert {problem.column for problem in data.problems} == {"activity_data"}
    assert len(data.inventories) == 8_084
    assert sum(each.kind == "baseline" for each in data.inventories) == 6_239
    assert len({each.gcom_id for each in data.inventories}) == 6_239
    assert len(np.unique(data.inventory_of_line)) == 8_084
    assert sum(len(data.activities(position)) for position in range(len(data.inventories))) == 61_202
    assert seconds < 5  # about 0.9 s on an idle core
