from __future__ import annotations

import pytest

from cascais.connectors import spreadsheet
from cascais.errors import InputError
from cascais.inventory.factors import PrescribedFactor
from cascais.inventory.intake import prescribed

HEADER = "carrier,sector,year,gas,variant,factor,unit,source"


def read(text: str) -> prescribed.FactorReading:
    return prescribed.read(spreadsheet.parse(text.encode(), "factors.csv").sheets[0])


def test_a_factor_file_is_read_into_tonnes_per_unit_of_the_carrier() -> None:
    found = read(
        f"{HEADER},supplier\n"
        "electricity,,2022,CO2,direct,685,kg/MWh,KOBiZE,\n"
        "heat,Residential buildings,,CO2e,,94.2,kg/GJ,plant,MPEC\n"
        "municipal_waste_landfilled,,,CH4,,42.2112,kg/t,plan,\n"
    )
    assert found.problems == ()
    electricity, heat, landfill = found.factors
    assert electricity == PrescribedFactor("electricity", "CO2", 0.685, "t/MWh", "KOBiZE", "", 2022, "direct")
    assert (heat.carrier, heat.sector, heat.supplier) == ("district_heat", "residential", "MPEC")
    assert heat.factor == pytest.approx(0.0942 * 3.6)
    assert (landfill.unit, landfill.factor) == ("t/t", pytest.approx(0.0422112))


@pytest.mark.parametrize(
    ("factor", "unit", "expected"),
    [
        (0.202, "t/MWh", 0.202),
        (202, "kg/MWh", 0.202),
        (202, "g/kWh", 0.202),
        (202, "g CO2/kWh", 0.202),
        (202, "g CO2e per kWh", 0.202),
        (56.1, "t/TJ", 56.1 * 0.0036),
        (56.1, "kg/GJ", 56.1 * 0.0036),
        (56100, "kg/TJ", 56.1 * 0.0036),
        (0.202, "Mg CO2/MWh", 0.202),
    ],
)
def test_units_of_factors_agree(factor: float, unit: str, expected: float) -> None:
    assert prescribed.tonnes_per_unit(factor, unit, "natural_gas") == pytest.approx(expected)


@pytest.mark.parametrize(
    ("unit", "carrier"),
    [
        ("kg/m3", "natural_gas"),
        ("t/MWh", "swine"),
        ("MWh/t", "natural_gas"),
        ("kg", "natural_gas"),
        ("lb/MWh", "natural_gas"),
    ],
)
def test_units_that_do_not_fit_are_refused_with_what_is_allowed(unit: str, carrier: str) -> None:
    with pytest.raises(InputError) as caught:
        prescribed.tonnes_per_unit(1, unit, carrier)
    assert caught.value.problems[0].allowed


def test_the_gas_may_stand_in_the_unit() -> None:
    (factor,) = read("carrier,factor,unit\nnatural gas,0.2,t CO2/MWh\n").factors
    assert (factor.gas, factor.source) == ("CO2", "factors.csv row 2")
    (factor,) = read("carrier;Emission factor (t CO2e/MWh)\nnatural gas;0,25\n").factors
    assert (factor.gas, factor.factor) == ("CO2e", 0.25)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("gaz,,,CO2,,0.2,t/MWh,x", "carrier is not known"),
        ("natural gas,,,XX,,0.2,t/MWh,x", "gas is not known"),
        ("natural gas,,,,,0.2,t/MWh,x", "gas is missing"),
        ("natural gas,,,CH4,,0.2,t CO2/MWh,x", "another gas"),
        ("natural gas,,,CO2,,202,t/MWh,x", "which no carrier reaches"),
        ("natural gas,,,CO2,,,t/MWh,x", "factor is missing"),
        ("natural gas,,,CO2,,0.2,t/m3,x", "cannot be used"),
        ("natural gas,nowhere,,CO2,,0.2,t/MWh,x", "sector is not known"),
        ("natural gas,,20O9,CO2,,0.2,t/MWh,x", "2009"),
        ("natural gas,,,CO2,,13.362,kg/MWh,x", "reads two ways"),
    ],
)
def test_a_wrong_factor_is_refused_with_its_row(row: str, says: str) -> None:
    found = read(f"{HEADER}\n{row}\n")
    assert found.factors == ()
    assert says in str(found.problems[0])
    assert found.problems[0].row == 2


def test_a_file_of_something_else_is_refused() -> None:
    assert "not recognised" in str(read("a,b\n1,2\n").problems[0])
    assert "carrier" in str(read("gas,factor,unit\nCO2,0.2,t/MWh\n").problems[0])
