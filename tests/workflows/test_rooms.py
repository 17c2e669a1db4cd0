"""Matrix, explanation and comparison: laws over invented inventories, and one published city-year."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascais.inventory import totals
from cascais.inventory.activities import Activity
from cascais.inventory.emissions import compute
from cascais.inventory.factors import Options, PrescribedFactor
from cascais.pathways.series import Observation, Series
from cascais.pathways.targets import PathShape, Target, TargetKind
from cascais.workflows.commitments import target_path
from cascais.workflows.comparison import compare
from cascais.workflows.explanations import explain_part, explain_without_sinks
from cascais.workflows.matrix import Measure, matrix

LINES = st.lists(
    st.builds(
        lambda sector, carrier, amount: Activity(2020, sector, carrier, amount, "MWh"),
        st.sampled_from(["residential", "tertiary", "road", "transport"]),
        st.sampled_from(["electricity", "natural_gas", "diesel"]),
        st.one_of(st.none(), st.floats(0, 1e6)),
    ),
    min_size=1,
    max_size=20,
)


@given(LINES)
def test_the_matrix_adds_up_to_the_total(lines):
    inventory = compute(lines, Options(country="EE"))
    found = matrix(inventory)
    energy = matrix(inventory, Measure.ENERGY)
    amounts = [line.amount for line in lines if line.amount is not None]
    if not amounts:
        assert np.isnan(found.total) and np.isnan(energy.total)
        return
    assert found.total == pytest.approx(totals.total_t(inventory))
    assert np.nansum(found.by_sector) == pytest.approx(found.total)
    assert np.nansum(found.by_carrier) == pytest.approx(found.total)
    assert energy.total == pytest.approx(sum(amounts))


@given(LINES)
def test_an_explanation_has_the_number_that_it_explains(lines):
    inventory = compute(lines, Options(country="EE"))
    for measure in Measure:
        found = matrix(inventory, measure)
        for row, sector in enumerate(found.sectors):
            for column, carrier in enumerate(found.carriers):
                part = explain_part(inventory, sector=sector, carrier=carrier, measure=measure)
                cell = found.cells[row, column]
                if part is not None and not np.isnan(cell):
                    assert part.value == pytest.approx(cell)
    assert explain_without_sinks(inventory).value == pytest.approx(totals.gross_t(inventory))


def test_a_missing_amount_is_no_zero():
    line = Activity(2020, "residential", "natural_gas", None, "MWh", notation_key="NE")
    found = matrix(compute([line], Options(country="EE")))
    assert np.isnan(found.cells[0, 0])
    assert found.keys == (("NE",),)


def electricity(factor: float, amount: float):
    given_factor = PrescribedFactor("electricity", "CO2e", factor, "t/MWh", "invented")
    line = Activity(2020, "residential", "electricity", amount, "MWh")
    return compute([line], Options(country="BG", prescribed=(given_factor,)))


def test_a_changed_factor_is_told_apart_from_changed_use():
    found = compare(electricity(0.819, 259_641), electricity(0.461, 239_300))
    assert [(each.carrier, each.before, each.after) for each in found.factors] == [
        ("electricity", 0.819, 0.461)
    ]
    assert found.factors[0].effect_t == pytest.approx(239_300 * (0.461 - 0.819))
    assert found.main_factor is found.factors[0]


def test_the_same_factor_is_no_change():
    assert compare(electricity(0.461, 100), electricity(0.461, 300)).factors == ()


def test_sectors_of_one_year_only_are_named():
    gas = Activity(2020, "tertiary", "natural_gas", 10.0, "MWh")
    found = compare(electricity(0.5, 10), compute([gas], Options(country="BG")))
    assert (found.only_before, found.only_after) == (("residential",), ("tertiary",))
    assert all(each.change_t is None for each in found.sectors)


def test_a_sink_that_shrinks_has_no_percentage():
    sink = [Activity(2020, "land_use", "not_stated", None, "t", reported_t=value) for value in (-10.0, -5.0)]
    found = compare(*(compute([line], Options(country="BG")) for line in sink))
    assert (found.sectors[0].change_t, found.sectors[0].change) == (5.0, None)


KNOWN = Series((Observation(2000, 100.0, population=10.0), Observation(2020, 80.0, population=20.0)))


def path_of(**fields):
    return target_path(KNOWN, Target(key="own", title="own", **fields))


def test_paths_follow_the_kind_of_target():
    cut = {"kind": TargetKind.REDUCTION, "base_year": 2000, "target_year": 2030, "reduction": 0.6}
    assert path_of(**cut) == ((2000, 100.0), (2030, pytest.approx(40.0)))
    curved = path_of(**cut, shape=PathShape.COMPOUND)
    assert len(curved) == 11 and curved[-1][1] == pytest.approx(40.0)
    steps = path_of(kind=TargetKind.STEPS, base_year=2000, reduction=0.1, step_years=10)
    assert [round(value, 2) for _, value in steps] == [100.0, 90.0, 81.0, 72.9, 65.61, 59.05]
    head = path_of(kind=TargetKind.PER_CAPITA_LEVEL, base_year=2000, target_year=2030, level=2.0)
    assert head[-1] == (2030, pytest.approx(40.0))  # at the twenty inhabitants of 2020


def test_a_path_without_base_year_is_empty():
    assert path_of(kind=TargetKind.REDUCTION, base_year=1990, target_year=2030, reduction=0.5) == ()
