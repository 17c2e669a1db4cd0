"""Laws: what is written reads back equal, and nothing that arrives makes the intake fall over."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cascais import units
from cascais.connectors import spreadsheet
from cascais.errors import InputError
from cascais.inventory.activities import Activity
from cascais.inventory.intake import prescribed, writing
from cascais.inventory.intake.reading import read_workbook
from cascais.inventory.intake.results import Reading
from cascais.tables import vocabulary

texts = (
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp")), max_size=12
    )
    .map(str.strip)
    .filter(lambda text: not text.startswith("'"))
)
amounts = st.floats(min_value=0, max_value=1e12, allow_subnormal=False) | st.decimals(0, 99999, places=3).map(
    float
)
shares = st.floats(min_value=0, max_value=5, allow_subnormal=False)


@st.composite
def activities(draw: st.DrawFn) -> Activity:
    carrier = draw(st.sampled_from(list(vocabulary.carriers().values())))
    dimension = units.dimension(carrier.unit)
    key = draw(st.sampled_from(["", "", "", *vocabulary.notation_keys()]))
    return Activity(
        year=draw(st.integers(1900, 2100)),
        sector=draw(st.sampled_from(list(vocabulary.sectors()))),
        carrier=carrier.key,
        amount=None if key else draw(amounts),
        unit=draw(st.sampled_from(list(units.DIMENSIONS[dimension]))),
        subsector=draw(texts),
        supplier=draw(texts),
        notation_key=key,
        quality=draw(st.sampled_from(["", *vocabulary.quality_grades()])),
        uncertainty=draw(st.none() | shares),
        source=draw(texts),
        comment=draw(texts),
        reported_t=draw(st.none() | amounts),
        is_green=draw(st.booleans()),
        is_estimated=draw(st.booleans()),
    )


def line(activity: Activity) -> tuple[object, ...]:
    return (activity.year, activity.sector, activity.carrier, activity.supplier, activity.subsector, activity.unit, activity.is_green)  # fmt: skip


inventories = st.lists(activities(), min_size=1, max_size=6, unique_by=line)


def read(content: bytes, name: str) -> Reading:
    return read_workbook(spreadsheet.parse(content, name))


def bare(reading: Reading) -> list[Activity]:
    return [replace(activity, file="", row=None) for activity in reading.activities]


@pytest.mark.parametrize("decimal", [",", "."])
@given(inventory=inventories)
@settings(max_examples=120, deadline=None)
def test_csv_reads_back_equal(decimal: str, inventory: list[Activity]) -> None:
    found = read(writing.to_csv(inventory, decimal=decimal), "a.csv")
    assert found.problems == ()
    assert bare(found) == inventory


NUMBERS = ("amount", "uncertainty", "reported_t")


def is_same_but_for_the_last_digit(one: Activity, other: Activity) -> bool:
    """Whether two activities agree; a workbook keeps fifteen digits of a number."""
    blank = dict.fromkeys(NUMBERS)
    pairs = [(getattr(one, name), getattr(other, name)) for name in NUMBERS]
    return replace(one, **blank) == replace(other, **blank) and all(
        a == b or (a is not None and b is not None and math.isclose(a, b, rel_tol=1e-14)) for a, b in pairs
    )


@given(inventory=inventories)
@settings(max_examples=60, deadline=None)
def test_xlsx_reads_back_equal(inventory: list[Activity]) -> None:
    found = read(writing.to_xlsx(inventory), "a.xlsx")
    assert found.problems == ()
    read_back = bare(found)
    assert len(read_back) == len(inventory)
    assert all(is_same_but_for_the_last_digit(*pair) for pair in zip(read_back, inventory, strict=True))


@given(texts=st.lists(st.text(max_size=8), max_size=5), start=st.sampled_from("=+-@\t"))
@settings(max_examples=50, deadline=None)
def test_no_written_text_runs_as_a_formula(texts: list[str], start: str) -> None:
    inventory = [
        Activity(2022, "residential", "wood", 1.0, "MWh", supplier=str(number), comment=start + text)
        for number, text in enumerate(texts)
    ]
    written = writing.to_csv(inventory).decode("utf-8-sig")
    for record in list(csv.reader(io.StringIO(written, newline="")))[1:]:
        assert not record[11].startswith(tuple("=+-@\t\r"))


def only_input_errors(content: bytes, name: str) -> None:
    try:
        workbook = spreadsheet.parse(content, name)
    except InputError as error:
        assert all(problem.message for problem in error.problems)
        return
    reading = read_workbook(workbook)
    assert reading.problems or reading.activities
    for sheet in workbook.sheets:
        assert prescribed.read(sheet).problems or prescribed.read(sheet).factors


@given(
    content=st.binary(max_size=400),
    start=st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"\xd0\xcf\x11\xe0", b"\xef\xbb\xbf"]),
)
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_a_reading_or_an_input_error(content: bytes, start: bytes) -> None:
    only_input_errors(start + content, "a.csv")


WORDS = [
    "year", "sector", "carrier", "amount", "unit", "factor", "gas", "2022", "20O9", "13.362", "13,362", "1.234,5",
    "residential", "I.1.2", "natural_gas", "Electricity", "Coal", "Total", "MWh", "t", "NO", "-5", "5 %", "NaN", "=1+1",
    "uncertainty", "notation_key", "Heat/cold", "Municipal fleet", "2018", "[MWh]", "TRANSPORT:", "", '"', "'", "\n", "CO2", "kg/GJ", "amount, MWh", "1e5", "٣",
]  # fmt: skip


@given(
    rows=st.lists(st.lists(st.sampled_from(WORDS) | st.text(max_size=6), max_size=7), min_size=1, max_size=7),
    delimiter=st.sampled_from(",;\t|"),
)
@settings(max_examples=400, deadline=None)
def test_any_table_of_text_gives_a_reading_or_an_input_error(rows: list[list[str]], delimiter: str) -> None:
    only_input_errors(
        "\n".join(delimiter.join(row) for row in rows).encode("utf-8", "surrogatepass"), "a.csv"
    )


WORKBOOK = writing.to_xlsx([Activity(2022, "residential", "wood", 13.362, "MWh")])


@given(
    changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=4),
    share=st.just(1.0) | st.floats(0.1, 1),
)
@settings(max_examples=150, deadline=None)
def test_a_damaged_workbook_gives_a_reading_or_an_input_error(
    changes: list[tuple[float, int]], share: float
) -> None:
    content = bytearray(WORKBOOK)
    for place, value in changes:
        content[int(place * (len(content) - 1))] = value
    only_input_errors(bytes(content[: int(share * len(content))]), "a.xlsx")
