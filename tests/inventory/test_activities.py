"""Activities as records and as columns."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascais.inventory.activities import Activity, activity_table, activity_uncertainty
from cascais.tables import vocabulary
from cascais.units import UNITS

records = st.lists(
    st.builds(
        Activity,
        year=st.integers(1900, 2100),
        sector=st.sampled_from(list(vocabulary.sectors())),
        carrier=st.sampled_from(list(vocabulary.carriers())),
        amount=st.one_of(st.none(), st.floats(-1e9, 1e9)),
        unit=st.sampled_from(UNITS),
        supplier=st.sampled_from(["", "north", "south"]),
        uncertainty=st.one_of(st.none(), st.floats(0, 2)),
        reported_t=st.one_of(st.none(), st.floats(-1e9, 1e9)),
    ),
    max_size=10,
)


@given(records)
def test_columns_give_the_records_back(lines):
    table = activity_table(lines)
    without_records = replace(table, records=())
    assert len(table) == len(lines)
    for line, record in enumerate(lines):
        assert table.activity(line) is table.records[line]
        assert without_records.activity(line) == record


def test_a_blank_is_not_a_zero():
    line = Activity(2022, "residential", "natural_gas", None, "MWh")
    table = activity_table([line, replace(line, amount=0.0)])
    assert np.isnan(table.amount).tolist() == [True, False]


def test_without_a_unit_the_one_of_the_carrier_is_meant():
    table = activity_table([Activity(2022, "livestock", "sheep", 3.0, "")])
    assert UNITS[table.unit[0]] == "head"


@pytest.mark.parametrize(
    ("uncertainty", "quality", "expected"),
    [(0.3, "A", 0.3), (None, "A", 0.05), (None, "D", 0.5), (None, "", None)],
)
def test_a_given_uncertainty_goes_before_the_grade(uncertainty, quality, expected):
    line = Activity(2022, "residential", "natural_gas", 1.0, "MWh", quality=quality, uncertainty=uncertainty)
    assert activity_uncertainty(line) == expected


def test_the_place_of_a_line_is_its_file_and_row():
    line = Activity(2022, "residential", "natural_gas", 1.0, "MWh", file="gas.csv", row=7)
    assert line.place == "gas.csv row 7"
    assert replace(line, row=None).place == "gas.csv"
