"""Every rule speaks where it should and is silent where it should, and every rule says why it exists."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cascais.inventory.activities import Activity
from cascais.inventory.checks import CHECKS, check
from cascais.inventory.emissions import Inventory, compute
from cascais.inventory.factors import Options, PrescribedFactor
from cascais.inventory.findings import (
    IndicatorSeries,
    PrintedFactor,
    PrintedIntensity,
    PrintedSeries,
    PrintedTotal,
    Severity,
    Subject,
    WrittenNumber,
)

ROOT = Path(__file__).resolve().parents[3]
WROCLAW = json.loads((ROOT / "tests/references/published_cases.json").read_text(encoding="utf-8"))["wroclaw"]
WROCLAW_SECTORS = {
    "Residential buildings": "residential",
    "Institutional/commercial": "tertiary",
    "Public lighting": "public_lighting",
    "Road": "road",
    "Rail": "rail",
    "Air": "aviation",
    "Industry": "industry",
    "Gas distribution": "fugitive",
    "Waste": "waste",
    "AFOLU": "land_sector",
}


def line(
    sector: str, carrier: str, amount: float | None, unit: str = "MWh", year: int = 2020, **more: Any
) -> Activity:
    return Activity(year, sector, carrier, amount, unit, **more)


def known(sector: str, carrier: str, mwh: float, reported_t: float, year: int = 2020) -> Activity:
    return line(sector, carrier, mwh, year=year, reported_t=reported_t)


def inventory(*lines: Activity, **options: Any) -> Inventory:
    return compute(lines, Options(**{"country": "PL", **options}))


def subject(
    *lines: Activity, earlier: tuple[Inventory, ...] = (), options: dict[str, Any] | None = None, **more: Any
) -> Subject:
    return Subject(inventory(*lines, **(options or {})), earlier=earlier, **more)


def factor(carrier: str, value: float, **more: Any) -> PrescribedFactor:
    return PrescribedFactor(carrier, "CO2e", value, "t/MWh", "the supplier", **more)


def co2(carrier: str, value: float) -> PrescribedFactor:
    return PrescribedFactor(carrier, "CO2", value, "t/MWh", "the supplier")


def town(year: int = 2020, scale: float = 1.0, **sectors: float) -> list[Activity]:
    """A town of 10 000 whose sectors emit what is usual [t]."""
    usual = {
        "municipal_buildings": 1_500,
        "tertiary": 4_000,
        "residential": 15_000,
        "transport": 6_000,
        "industry": 5_000,
    }
    return [
        known(sector, "fuels", 4.5 * tonnes * scale, tonnes * scale, year)
        for sector, tonnes in (usual | sectors).items()
    ]


PEOPLE = {"population": {2010: 10_000.0, 2015: 10_000.0, 2020: 10_000.0}}
GAS = line("residential", "natural_gas", 1000.0)
COAL = line("residential", "hard_coal", 1000.0)
POWER = line("residential", "electricity", 1000.0)
HEAT = line("residential", "district_heat", 1000.0)
LOCAL = {"prescribed": (factor("district_heat", 0.3), factor("electricity", 0.7), factor("natural_gas", 0.2))}


def wroclaw(year: int) -> Inventory:
    position = WROCLAW["years"].index(year)
    return inventory(
        *(
            line(WROCLAW_SECTORS[sector], "not_stated", None, "t", year, reported_t=float(values[position]))
            for sector, values in WROCLAW["sectors"].items()
            if values[position] is not None
        )
    )


def wroclaw_subject(printed: tuple[float, ...]) -> Subject:
    *earlier, last = [wroclaw(year) for year in WROCLAW["years"]]
    series = PrintedSeries("t per inhabitant", "per_capita", tuple(WROCLAW["years"]), printed)
    return Subject(last, name="Wrocław", earlier=tuple(earlier), printed_series=(series,))


def krakow(methane: float, nitrous_oxide: float) -> Subject:
    """Kraków’s two rows of CH4 and N2O (644.4 and 467.7 t, 11 and 18.7 t) under printed column totals."""
    rows = {"solid_waste": (644.4, 11.0), "wastewater": (467.7, 18.7)}
    given = tuple(
        PrescribedFactor("waste_composted", gas, value / 1000, "t/t", "Kraków", sector=sector)
        for sector, values in rows.items()
        for gas, value in zip(("CH4", "N2O"), values, strict=True)
    )
    totals = (PrintedTotal("CH4", methane, gas="CH4"), PrintedTotal("N2O", nitrous_oxide, gas="N2O"))
    lines = (line(sector, "waste_composted", 1000.0, "t") for sector in rows)
    return subject(*lines, options={"prescribed": given}, printed=totals)


SPEAKS: dict[str, list[Callable[[], Subject]]] = {
    "emissions_equal_activity": [lambda: subject(known("industry", "diesel", 13_362.67, 13_362.67))],
    "same_flow_twice": [
        lambda: subject(line("buildings", "diesel", 298.84), line("rail", "diesel", 298.84)),
    ],
    "printed_totals": [
        lambda: subject(GAS, options=LOCAL, printed=(PrintedTotal("All", 310.0),)),
        lambda: krakow(1123.0, 29.7),
        lambda: krakow(1112.1, 31.3),
    ],
    "unit_slip": [
        lambda: subject(POWER, options={"prescribed": (factor("electricity", 1100.0),)}),  # Wrocław
        lambda: subject(GAS, options=LOCAL, printed=(PrintedTotal("All", 200_000.0),)),
        lambda: subject(*town(scale=1000.0), options=PEOPLE),
        lambda: subject(known("residential", "natural_gas", 1e6, 202.0)),
    ],
    "mixed_separators": [
        lambda: subject(GAS, written=(WrittenNumber("13.362,67", "B7"), WrittenNumber("50,877.43", "B8"))),  # Velenje
    ],
    "detail_and_summary": [
        lambda: subject(GAS, printed=(PrintedTotal("Table 2", 203.0), PrintedTotal("Table 6", 290.0))),
        lambda: subject(
            line("road", "cng", 500.0), line("road", "lpg", 9000.0),
            options={"prescribed": (factor("cng", 0.2), factor("lpg", 0.23))},
            printed=(PrintedTotal("CNG", 2070.0, carriers=("cng",)), PrintedTotal("LPG", 100.0, carriers=("lpg",))),
        ),
        lambda: subject(known("road", "cng", 1000.0, 2102.4), known("road", "lpg", 9000.0, 214.1)),
        lambda: subject(
            *town(tertiary=400, residential=12_000), earlier=(inventory(*town(2015, tertiary=12_600, residential=410)),),
        ),
    ],
    "implausible_intensity": [
        lambda: subject(known("residential", "fuels", 94_033.0, 92_340.0)),  # Kozy 2009
        lambda: subject(GAS, intensities=(PrintedIntensity("Heavy trucks", "heavy_truck_kwh_per_km", 0.41),)),
    ],
    "biogenic_rule": [
        lambda: subject(
            line("road", "biofuel", 1000.0), line("residential", "wood", 1000.0),
            options={"prescribed": (factor("biofuel", 0.255), factor("wood", 0.0))},
        ),  # Liberec
        lambda: subject(line("residential", "wood", 1000.0), options={"prescribed": (factor("wood", 0.403),)}),  # Košice
    ],
    "constant_electricity_factor": [
        lambda: subject(
            replace(POWER, year=2022), options={"prescribed": (factor("electricity", 0.109),)},
            earlier=(inventory(replace(POWER, year=2006), prescribed=(factor("electricity", 0.109),)),),
        ),  # Liepāja
    ],
    "gwp_set_differs": [
        lambda: subject(GAS, declared_gwp="AR4"),
        lambda: subject(
            line("solid_waste", "municipal_waste_landfilled", 32_172.90, "t"),
            options={"prescribed": (PrescribedFactor("municipal_waste_landfilled", "CH4", 0.05, "t/t", "Miskolc"),)},
            printed=(PrintedTotal("Landfill", 33_781.55),),
        ),  # Miskolc
        lambda: subject(known("transport", "fuels", 1000.0, 260.0), options={"gwp_set": "AR6"}),
    ],
    "heat_and_its_fuel": [
        lambda: subject(HEAT, line("energy_industries", "natural_gas", 1100.0), options=LOCAL),
        lambda: subject(HEAT, GAS, options=LOCAL, printed=(PrintedTotal("Scope 1", 350.0),)),
    ],
    "column_shift": [
        lambda: wroclaw_subject(tuple(WROCLAW["printed_per_capita"])),
        lambda: subject(*town(), earlier=(inventory(*town(2015)),)),
    ],
    "factor_differs": [
        lambda: subject(POWER, options=LOCAL, printed_factors=(PrintedFactor("electricity", 0.478),)),
        lambda: subject(POWER, HEAT, options=LOCAL, printed=(PrintedTotal("Scope 2", 1090.0, scope=2),)),
    ],
    "boundary_change": [
        lambda: subject(*town(transport=24_000), earlier=(inventory(*town(2015, residential=15_100)),)),
        lambda: subject(*town(), earlier=(inventory(*town(2015)[:-1]),)),
        lambda: subject(*town(), earlier=(inventory(*town(scale=1.1)),)),
        lambda: subject(*town(), known("residential", "grid_energy", 9_000, 4_000), earlier=(inventory(*town(2015)),)),
    ],
    "indicator_direction": [
        lambda: subject(
            GAS, indicators=(IndicatorSeries("Share of non-fossil sources", True, (2025, 2027, 2030), (35, 30, 5.25), "%"),)
        ),  # Miskolc
        lambda: subject(GAS, indicators=(IndicatorSeries("Loss of heat", False, (2025, 2030), (10, 12)),)),
    ],
    "year_jump": [
        lambda: subject(*town(2015, tertiary=1_400), earlier=(inventory(*town(2010)),)),
    ],
    "per_capita_outlier": [
        lambda: subject(*town(scale=10), options=PEOPLE),
        lambda: subject(*town(scale=0.02), options=PEOPLE),
    ],
    "sector_outlier": [
        lambda: subject(*town(municipal_buildings=60_000), options=PEOPLE),
        lambda: subject(*town(residential=150), options=PEOPLE),
    ],
    "missing_key_sector": [lambda: subject(), lambda: subject(*town()[1:])],
    "notation_key_on_key_sector": [
        lambda: subject(line("residential", "natural_gas", None, notation_key="NO")),
        lambda: subject(line("transport", "diesel", None, notation_key="NE")),
    ],
    "mixed_variants": [
        lambda: subject(GAS, earlier=(inventory(replace(GAS, year=2015), variant="covenant_lca"),)),
        lambda: subject(GAS, POWER, options={"electricity": "ember"}),
        lambda: subject(GAS, POWER),
    ],
    "green_electricity_twice": [
        lambda: subject(POWER, replace(POWER, is_green=True), options=LOCAL),
        lambda: subject(
            POWER, replace(POWER, amount=300.0, is_green=True, supplier="green"),
            options={"prescribed": (factor("electricity", 0.7), factor("electricity", 0.02, supplier="green"))},
        ),
    ],
    "missing_factor": [lambda: subject(line("residential", "fuels", 1000.0))],
    "reported_differs": [lambda: subject(replace(GAS, reported_t=290.0))],
    "zero_or_blank": [
        lambda: subject(line("residential", "natural_gas", None)),
        lambda: subject(replace(GAS, notation_key="NE")),
        lambda: subject(known("residential", "natural_gas", 0.0, 500.0)),
        lambda: subject(known("transport", "fuels", 284_525.0, 0.0)),  # Frankenthal
        lambda: subject(GAS, options={"prescribed": (factor("natural_gas", 0.0),)}),
        lambda: subject(replace(GAS, amount=-1000.0)),
    ],
    "distant_factor_year": [
        lambda: subject(replace(POWER, year=2022), options={"electricity": "jrc_2017"}),
        lambda: subject(replace(POWER, year=1990), options={"electricity": "jrc_2017"}),
        lambda: subject(replace(POWER, year=2022), options={"country": "DE", "variant": "bisko"}),
    ],
    "stand_in_factor": [
        lambda: subject(HEAT, line("road", "diesel", 10_000.0)),
        lambda: subject(line("wastewater", "wastewater_inhabitants", 10_000.0, "inhabitants")),
    ],
    "unsuitable_electricity": [
        lambda: subject(POWER, options={"electricity": "ifi_operating_margin"}),
        lambda: subject(POWER, options={"country": "LV", "electricity": "city_plans"}),
    ],
    "gases_left_out": [
        lambda: subject(COAL, options={"prescribed": (co2("hard_coal", 0.341),)}),
        lambda: subject(line("residential", "wood", 1000.0), options={"prescribed": (co2("wood", 0.0),)}),
    ],
}  # fmt: skip

TRUE_PER_CAPITA = tuple(total / 640_000 for total in WROCLAW["total"])
SILENT: dict[str, list[Callable[[], Subject]]] = {
    "emissions_equal_activity": [
        lambda: subject(known("industry", "diesel", 13_362.67, 3_567.8)),
        lambda: subject(known("public_lighting", "electricity", 3.0, 3.0)),
    ],
    "same_flow_twice": [lambda: subject(line("buildings", "diesel", 300.0), line("rail", "diesel", 300.0))],
    "printed_totals": [
        lambda: subject(GAS, options=LOCAL, printed=(PrintedTotal("All", 200.3),)),
        lambda: krakow(1112.1, 29.7),
    ],
    "unit_slip": [
        lambda: subject(*town(), options=PEOPLE),
        lambda: subject(*town(industry=900_000), options=PEOPLE),
        lambda: subject(POWER, options={"prescribed": (factor("electricity", 1.1),)}),
    ],
    "mixed_separators": [lambda: subject(GAS, written=(WrittenNumber("1.362,67"), WrittenNumber("205.528"), WrittenNumber("7")))],
    "detail_and_summary": [
        lambda: subject(GAS, printed=(PrintedTotal("Table 2", 203.0), PrintedTotal("Table 6", 203.2))),
        lambda: subject(*town(), earlier=(inventory(*town(2015, scale=1.1)),)),
    ],
    "implausible_intensity": [
        lambda: subject(known("residential", "fuels", 94_033.0, 22_340.0)),
        lambda: subject(GAS, intensities=(PrintedIntensity("Heavy trucks", "heavy_truck_kwh_per_km", 3.4),)),
    ],
    "biogenic_rule": [
        lambda: subject(
            line("residential", "wood", 1000.0), line("residential", "other_biomass", 1000.0),
            options={"prescribed": (factor("wood", 0.0338), factor("other_biomass", 0.0441))},
        ),  # Zagreb’s life-cycle factors
        lambda: subject(line("residential", "wood", 1000.0)),
    ],
    "constant_electricity_factor": [
        lambda: subject(POWER, earlier=(inventory(replace(POWER, year=2005)),)),
    ],
    "gwp_set_differs": [
        lambda: subject(GAS, declared_gwp="AR5"),
        lambda: subject(GAS, options={"gwp_set": "AR6"}),
        lambda: subject(known("transport", "fuels", 1000.0, 260.0)),
    ],
    "heat_and_its_fuel": [lambda: subject(HEAT, GAS, line("energy_industries", "natural_gas", 50.0), options=LOCAL)],
    "column_shift": [
        lambda: wroclaw_subject(TRUE_PER_CAPITA),
        lambda: subject(*town(), earlier=(inventory(*town(2015, scale=1.01)),)),
    ],
    "factor_differs": [
        lambda: subject(POWER, HEAT, options=LOCAL, printed_factors=(PrintedFactor("electricity", 0.7),)),
        lambda: subject(POWER, HEAT, options=LOCAL, printed=(PrintedTotal("Scope 2", 1000.0, scope=2),)),
    ],
    "boundary_change": [lambda: subject(*town(), earlier=(inventory(*town(2015, scale=1.2)),))],
    "indicator_direction": [lambda: subject(GAS, indicators=(IndicatorSeries("Share", True, (2025, 2030), (35, 40)),))],
    "year_jump": [lambda: subject(*town(), earlier=(inventory(*town(2010, scale=1.6)),))],
    "per_capita_outlier": [lambda: subject(*town(), options=PEOPLE)],
    "sector_outlier": [lambda: subject(*town(), options=PEOPLE), lambda: subject(*town(tertiary=5), options=PEOPLE)],
    "missing_key_sector": [
        lambda: subject(*town()),
        lambda: subject(line("stationary_energy", "natural_gas", 1.0), line("transport", "diesel", 1.0)),
    ],
    "notation_key_on_key_sector": [
        lambda: subject(GAS, line("residential", "hard_coal", None, notation_key="NO")),
        lambda: subject(line("waterborne", "diesel", None, notation_key="NO"), line("road", "diesel", 9.0)),
    ],
    "mixed_variants": [
        lambda: subject(GAS, POWER, options=LOCAL, earlier=(inventory(replace(GAS, year=2015)),)),
    ],
    "green_electricity_twice": [
        lambda: subject(POWER, replace(POWER, amount=300.0, is_green=True), options=LOCAL),
    ],
    "missing_factor": [lambda: subject(HEAT, options=LOCAL), lambda: subject(known("residential", "fuels", 1000.0, 250.0))],
    "reported_differs": [lambda: subject(replace(GAS, reported_t=202.0))],
    "zero_or_blank": [
        lambda: subject(line("residential", "natural_gas", 0.0), line("residential", "lignite", None, notation_key="NO")),
        lambda: subject(known("transport", "biofuel", 284_525.0, 0.0)),
        lambda: subject(line("residential", "wood", 1000.0), options={"prescribed": (factor("wood", 0.0),)}),
        lambda: subject(line("land_use", "forest", -10.0, "ha")),
    ],
    "distant_factor_year": [
        lambda: subject(replace(POWER, year=2015), options={"electricity": "jrc_2017"}),
        lambda: subject(replace(GAS, year=2024), options={"country": "DE", "variant": "bisko"}),
        lambda: subject(replace(POWER, year=1990), options=LOCAL),
    ],
    "stand_in_factor": [lambda: subject(HEAT, line("road", "diesel", 100_000.0))],
    "unsuitable_electricity": [lambda: subject(POWER, options=LOCAL)],
    "gases_left_out": [
        lambda: subject(GAS, options={"prescribed": (co2("natural_gas", 0.202),)}),
        lambda: subject(COAL, options={"prescribed": (factor("hard_coal", 0.38),)}),
        lambda: subject(COAL, options={"variant": "covenant", "prescribed": (co2("hard_coal", 0.341),)}),
    ],
}  # fmt: skip


def cases(table: dict[str, list[Callable[[], Subject]]]) -> list[Any]:
    return [pytest.param(key, make, id=f"{key}-{n}") for key in table for n, make in enumerate(table[key])]


@pytest.mark.parametrize(("key", "make"), cases(SPEAKS))
def test_rule_speaks(key, make):
    found = [finding for finding in check(make()) if finding.rule == key]
    assert found
    assert all(str(finding.why).strip() and str(finding.what_to_do).strip() for finding in found)
    assert all(finding.severity.rank >= CHECKS[key].severity.rank for finding in found)


@pytest.mark.parametrize(("key", "make"), cases(SILENT))
def test_rule_is_silent(key, make):
    assert not [finding for finding in check(make()) if finding.rule == key]


def test_every_rule_was_discovered():
    modules = {name for name in CHECKS.modules()}
    assert len(modules) == len(CHECKS) >= 29
    assert set(CHECKS) == modules  # a rule is called like its module


@pytest.mark.parametrize("key", list(CHECKS))
def test_contract(key):
    rule = CHECKS[key]
    assert SPEAKS[key] and SILENT[key]
    assert rule.title[0].isupper() and not rule.title.endswith(".")
    assert str(rule.reason).endswith(".")
    assert rule.function.__doc__
    assert f"`{key}`" in (ROOT / "docs/checks.md").read_text(encoding="utf-8")


def test_findings_come_gravest_first():
    findings = check(subject(HEAT, known("residential", "natural_gas", 100.0, 100.0), GAS))
    ranks = [finding.severity.rank for finding in findings]
    assert ranks == sorted(ranks) and len(set(ranks)) > 1
    assert findings[0].severity is Severity.BLOCKS_PUBLISHING


def test_wroclaw_breaks_are_named():
    """Waste falls from 390 686 to 16 937 t, road doubles: a reader of 1990 and 2015 must be told."""
    found = check(Subject(wroclaw(2015), earlier=(wroclaw(1990),)))
    about = " ".join(str(finding.place) + str(finding.why) for finding in found)
    assert "Waste and wastewater" in about
    assert "390,686" in about
