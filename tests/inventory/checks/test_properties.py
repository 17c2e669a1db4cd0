"""Laws that hold for every rule: nothing from nothing, no order, and units doubted only where towns are known."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from cascais.inventory.activities import Activity
from cascais.inventory.checks import _classes, check
from cascais.inventory.emissions import compute
from cascais.inventory.factors import Options
from cascais.inventory.findings import Finding, PrintedTotal, Subject

SECTORS = (
    "residential",
    "tertiary",
    "municipal_buildings",
    "transport",
    "industry",
    "buildings",
    "solid_waste",
)
CARRIERS = ("natural_gas", "diesel", "electricity", "district_heat", "wood", "fuels", "grid_energy")
COUNTRIES = ("", "EE", "PL", "DE", "IT", "JP")
amounts = st.one_of(st.none(), st.floats(0, 1e7, allow_subnormal=False))


@st.composite
def activities(draw: st.DrawFn) -> list[Activity]:
    return [
        Activity(
            draw(st.sampled_from((2010, 2020))),
            draw(st.sampled_from(SECTORS)),
            draw(st.sampled_from(CARRIERS)),
            draw(amounts),
            "MWh",
            notation_key=draw(st.sampled_from(("", "", "", "NE", "NO", "IE"))),
            reported_t=draw(amounts),
            is_green=draw(st.booleans()),
        )
        for _ in range(draw(st.integers(0, 9)))
    ]


def said(findings: list[Finding]) -> Counter[tuple[str, str, str, str, str]]:
    """What the findings say, without the positions of the lines."""
    return Counter((f.rule, f.severity.value, str(f.place), f.value, str(f.why)) for f in findings)


def subject(lines: list[Activity], country: str = "PL", printed: tuple[PrintedTotal, ...] = ()) -> Subject:
    options = Options(country=country, population={2010: 20_000.0, 2020: 21_000.0})
    return Subject(compute(lines, options), printed=printed)


@given(st.sampled_from(COUNTRIES))
def test_an_empty_inventory_lacks_its_sectors_and_nothing_else(country):
    assert {finding.rule for finding in check(subject([], country))} == {"missing_key_sector"}


@settings(max_examples=60, deadline=None)
@given(activities(), st.randoms(use_true_random=False), st.sampled_from(COUNTRIES))
def test_the_order_of_lines_does_not_matter(lines, random, country):
    totals = (PrintedTotal("All", 1000.0), PrintedTotal("Transport", 500.0, sector="transport"))
    shuffled = random.sample(lines, len(lines))
    assert said(check(subject(lines, country, totals))) == said(check(subject(shuffled, country, totals)))


@settings(max_examples=60, deadline=None)
@given(activities())
def test_findings_point_at_lines_that_exist(lines):
    for finding in check(subject(lines)):
        assert all(0 <= position < len(lines) for position in finding.lines)
        assert str(finding.why) and str(finding.what_to_do)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(("municipal", "tertiary", "residential", "transport")), st.sampled_from(("EE", "PL", "DE", "IT")),
       st.integers(-6, 6), st.floats(0.05, 0.95))  # fmt: skip
def test_a_power_of_ten_is_doubted_only_where_the_distribution_says_so(key, country, power, position):
    """A usual amount is never doubted; times 1000 it is where that is far outside and usual again after dividing."""
    usual = _classes.ranges()[_classes.group_of(country), key, "energy_mwh"]
    per_inhabitant = (usual.q05 + position * (usual.q95 - usual.q05)) * 10.0**power
    sector = "municipal_buildings" if key == "municipal" else key
    lines = [Activity(2020, sector, "natural_gas", per_inhabitant * 21_000.0, "MWh")]
    found = [finding for finding in check(subject(lines, country)) if finding.rule == "unit_slip"]
    assert bool(found) == _classes.is_thousand_times(key, per_inhabitant, usual)
    if power == 0:
        assert not found


@settings(max_examples=30, deadline=None)
@given(activities())
def test_estimates_and_sources_change_no_finding(lines):
    marked = [replace(line, is_estimated=True, source="somewhere", comment="anything") for line in lines]
    assert said(check(subject(lines))) == said(check(subject(marked)))
