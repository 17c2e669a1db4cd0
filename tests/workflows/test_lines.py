"""A line without a figure is no zero, and reported emissions name no factor that was not applied."""

from __future__ import annotations

from cascais.inventory.activities import Activity
from cascais.inventory.emissions import compute
from cascais.inventory.factors import Options
from cascais.provenance import How
from cascais.workflows.inventories import as_record, checked_inventory
from cascais.workflows.lines import computed_lines

GAS = ("residential", "natural_gas")
LINES = (
    Activity(2020, *GAS, 5.0, "MWh"),
    Activity(2020, *GAS, 0.0, "MWh"),
    Activity(2020, *GAS, None, "MWh", notation_key="NE"),
    Activity(2020, *GAS, None, "MWh", reported_t=3.0),
)
OPTIONS = Options(country="EE")


def test_zero_unknown_and_reported_are_told_apart() -> None:
    found = computed_lines(compute(LINES, OPTIONS))
    assert [line.emissions_t for line in found[1:]] == [0.0, None, 3.0]
    assert [line.is_reported for line in found] == [False, False, False, True]
    assert found[3].how is How.REPORTED
    assert found[3].factor is None
    assert found[3].sources == found[3].variants == ()
    assert found[0].sources and found[0].factor == found[1].factor


def test_a_line_without_a_figure_has_no_emissions_in_the_record() -> None:
    record = as_record(checked_inventory(LINES, OPTIONS), with_uncertainty=True)
    assert [line["co2e"]["value"] for line in record["lines"][1:]] == [0.0, None, 3.0]


def test_the_factor_counts_the_unit_of_the_carrier() -> None:
    in_tonnes = computed_lines(compute([Activity(2020, "private_transport", "diesel", 1.0, "t")], OPTIONS))[0]
    in_energy = computed_lines(compute(LINES, OPTIONS))[0]
    assert in_tonnes.factor_unit == in_energy.factor_unit == "t CO2e/MWh"
    assert in_tonnes.has_other_unit
    assert not in_energy.has_other_unit
