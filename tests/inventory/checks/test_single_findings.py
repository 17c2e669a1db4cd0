"""What single findings say, beyond that they speak."""

from __future__ import annotations

from cascais.inventory.activities import Activity
from cascais.inventory.checks import check
from cascais.inventory.emissions import compute
from cascais.inventory.factors import Options, PrescribedFactor
from cascais.inventory.findings import Finding, PrintedTotal, Subject

OWN = (
    PrescribedFactor("electricity", "CO2e", 0.7, "t/MWh", "the supplier"),
    PrescribedFactor("natural_gas", "CO2e", 0.2, "t/MWh", "the supplier"),
)


def found(rule: str, subject: Subject) -> list[Finding]:
    return [finding for finding in check(subject) if finding.rule == rule]


def test_bratislava_waste_is_added_to_another_scope():
    """Printed under scope 1 but totalled in scope 3: both totals say so."""
    lines = (
        Activity(2020, "residential", "natural_gas", 1000.0, "MWh"),
        Activity(2020, "solid_waste", "not_stated", None, "t", reported_t=40_000.0),
        Activity(2020, "residential", "electricity", 1000.0, "MWh", subsector="losses"),
    )
    printed = (PrintedTotal("Scope 1", 200.0, scope=1), PrintedTotal("Scope 3", 40_700.0, scope=3))
    subject = Subject(compute(lines, Options("SK", prescribed=OWN)), printed=printed)
    whys = {str(finding.place): str(finding.why) for finding in found("printed_totals", subject)}
    assert "leaves out Solid waste" in whys["Scope 1"]
    assert "also holds Solid waste" in whys["Scope 3"]


def test_one_mistake_in_many_sectors_is_told_once():
    sectors = ("residential", "tertiary", "industry")
    lines = [Activity(2022, sector, "electricity", 1000.0, "MWh") for sector in sectors]
    subject = Subject(compute(lines, Options("EE", electricity="jrc_2017")))
    (finding,) = found("distant_factor_year", subject)
    assert finding.lines == (0, 1, 2)
    assert "2013, 9 years away" in str(finding.why)


def test_default_electricity_names_the_series_that_say_otherwise():
    """Ember puts Estonia’s power of 2012 at 0.593, the JRC at 1.601 t/MWh: nobody may overlook that."""
    power = Activity(2012, "residential", "electricity", 1000.0, "MWh")
    (finding,) = found("mixed_variants", Subject(compute([power], Options("EE"))))
    assert "Version 2017 (JRC), 2012: 1.601 (0.593)" in str(finding.why)


def test_what_a_factor_for_co2_alone_leaves_out_of_a_stove():
    """Coal in homes, IPCC 2006: 300 kg CH4 and 1.5 kg N2O per TJ beside the CO2."""
    coal = Activity(2022, "residential", "hard_coal", 1000.0, "MWh")
    own = PrescribedFactor("hard_coal", "CO2", 0.341, "t/MWh", "the supplier")
    (finding,) = found("gases_left_out", Subject(compute([coal], Options("PL", prescribed=(own,)))))
    assert 1000 * 3.6e-6 * (300 * 28 + 1.5 * 265) == 31.671
    assert finding.value == "32 t"
