"""Twelve real city-years: what holds is reached within 0.2 % or 1 t, what contradicts itself is found and explained."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cascais.inventory.activities import Activity
from cascais.inventory.checks import check
from cascais.inventory.checks._selection import agrees, sum_t
from cascais.inventory.emissions import compute
from cascais.inventory.factors import Options, PrescribedFactor
from cascais.inventory.findings import PrintedTotal, Severity, Subject

FILE = Path(__file__).resolve().parents[2] / "references" / "published_cases.json"
REFERENCE = json.loads(FILE.read_text(encoding="utf-8"))
CASES = {case["id"]: case for case in REFERENCE["cases"]}
ROWS = [(case["id"], row) for case in CASES.values() for row in case["printed"]]


def rows(*classes: str) -> list[Any]:
    return [
        pytest.param(case, row, id=f"{case}-{row['label'].replace(' · ', '-scope-')}")
        for case, row in ROWS
        if row["class"] in classes
    ]


def activities(case: dict[str, Any]) -> list[Activity]:
    return [
        Activity(
            case["year"], line["sector"], line["carrier"], float(line["mwh"]), "MWh",
            supplier=line.get("supplier", ""), subsector=line.get("subsector", ""),
        )
        for line in case["lines"]
    ]  # fmt: skip


def prescribed(case: dict[str, Any]) -> tuple[PrescribedFactor, ...]:
    """The factors that the plan prints, gas by gas where it does."""
    names = {"t_per_mwh": "CO2e", "co2_t_per_mwh": "CO2", "ch4_t_per_mwh": "CH4", "n2o_t_per_mwh": "N2O"}
    return tuple(
        PrescribedFactor(
            factor["carrier"], gas, float(factor[name]), "t/MWh", case["citation"],
            sector=factor.get("sector", ""), supplier=factor.get("supplier", ""),
        )
        for factor in case["factors"]
        for name, gas in names.items()
        if name in factor
    )  # fmt: skip


def printed(row: dict[str, Any]) -> PrintedTotal:
    return PrintedTotal(
        row["label"], float(row["t"]), sector=row.get("sector", ""), scope=row.get("scope"),
        carriers=tuple(row.get("carriers", ())), subsector=row.get("subsector"),
    )  # fmt: skip


@cache
def subject(case_id: str, label: str = "") -> Subject:
    """A city-year with all printed totals, or with one of them."""
    case = CASES[case_id]
    inventory = compute(
        activities(case),
        Options(country=case["country"], gwp_set=case["gwp"] or "AR5", prescribed=prescribed(case)),
    )
    totals = tuple(printed(row) for row in case["printed"] if label in ("", row["label"]))
    return Subject(inventory, name=case["city"], printed=totals)


def test_reference_is_complete():
    assert len(CASES) == 12
    assert len(rows("tight")) == 36
    assert len(rows("mismatch")) == 12
    assert len(rows("implied")) == 6


@pytest.mark.parametrize(("case_id", "row"), rows("tight", "implied"))
def test_amount_times_factor_gives_the_printed_total(case_id, row):
    computed = sum_t(subject(case_id), printed(row))
    assert abs(computed - row["t"]) <= max(0.002 * row["t"], 1.0)


@pytest.mark.parametrize(("case_id", "row"), rows("tight", "implied"))
def test_a_total_that_holds_raises_nothing_that_blocks(case_id, row):
    assert not [finding for finding in check(subject(case_id, row["label"])) if finding.severity.is_blocking]


@pytest.mark.parametrize(("case_id", "row"), rows("mismatch"))
def test_a_total_that_does_not_hold_is_found(case_id, row):
    findings = [
        finding for finding in check(subject(case_id, row["label"])) if row["label"] in str(finding.place)
    ]
    assert not agrees(row["t"], sum_t(subject(case_id), printed(row)))
    assert any(finding.severity is Severity.BLOCKS_PUBLISHING for finding in findings)


@pytest.mark.parametrize(
    ("case_id", "label", "rule", "words"),
    [
        (
            "velenje-2018",
            "ippu-energy · 1",
            "emissions_equal_activity",
            "copied into the column of emissions",
        ),
        ("velenje-2018", "buildings · 1", "same_flow_twice", "Transport (not split), Diesel, 2018"),
        (
            "ljubljana-2018",
            "buildings · 1",
            "printed_totals",
            "something among the lines is not in the printed figure",
        ),
        ("ljubljana-2018", "buildings · 2", "factor_differs", "0.4"),
        (
            "ljubljana-2018",
            "buildings",
            "printed_totals",
            "something in the printed figure is not among the lines",
        ),
        ("ljubljana-2018", "transport · 2", "factor_differs", "0.4236"),
        ("budapest-2022", "transport", "printed_totals", "no single line or factor accounts for it"),
        ("budapest-2022", "heating", "heat_and_its_fuel", "burnt in heat plants"),
        ("budapest-2022", "electricity", "factor_differs", "0.2352"),
        ("budapest-2022", "ippu", "printed_totals", "The printed figure implies"),
        (
            "rzeszow-2022",
            "buildings-sc1",
            "printed_totals",
            "something in the printed figure is not among the lines",
        ),
        ("riga-2020", "stationary · 1", "heat_and_its_fuel", "taken out of the printed figure"),
    ],
)
def test_the_contradiction_is_explained(case_id, label, rule, words):
    findings = [finding for finding in check(subject(case_id, label)) if finding.rule == rule]
    assert any(words in str(finding.why) for finding in findings), [str(finding.why) for finding in findings]


def test_velenje_is_corrected_as_the_plan_should_read():
    """Without the copied figure and the diesel counted twice the city has 161 310.6 t, not 171 276.25."""
    case = CASES["velenje-2018"]
    totals = {row["label"]: row["t"] for row in case["printed"]}
    copied = totals["ippu-energy · 1"] - sum_t(
        subject("velenje-2018"), PrintedTotal("", 0, sector="industry")
    )
    twice = totals["buildings · 1"] - sum_t(
        subject("velenje-2018"), PrintedTotal("", 0, "buildings", scope=1)
    )
    assert 171_276.25 - copied - twice == pytest.approx(161_310.6, abs=0.1)


def test_budapest_prints_another_calculation():
    """The plan's totals come from an economic model, not from the amounts beside them."""
    whys = [
        str(finding.why) for finding in check(subject("budapest-2022")) if finding.rule == "printed_totals"
    ]
    assert sum("come from another calculation" in why for why in whys) >= 2
