"""Error propagation and Monte Carlo: hand-computed cases, and that the two agree where both are exact."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cascais.inventory.activities import Activity
from cascais.inventory.emissions import compute
from cascais.inventory.factors import Options, PrescribedFactor
from cascais.inventory.monte_carlo import Simulation, monte_carlo, monte_carlo_by, simulate, summarise
from cascais.inventory.uncertainty import (
    UNKNOWN_AMOUNT,
    UNKNOWN_FACTOR,
    UNKNOWN_REPORTED,
    ErrorModel,
    approach_1,
    error_model,
    propagate,
)


def model_of(co2e_t, independent, shared, group) -> ErrorModel:
    return ErrorModel(
        np.array(co2e_t, dtype=float),
        np.array(independent, dtype=float),
        np.array(shared, dtype=float),
        np.array(group, dtype=np.int32),
    )


def test_independent_errors_add_in_squares_and_shared_ones_in_full():
    result = propagate(model_of([100, 100], [0.03, 0.04], [0.1, 0.1], [0, 0]))
    assert result.half_width_t == pytest.approx(np.hypot(5.0, 20.0))
    assert result.relative == pytest.approx(result.half_width_t / 200)
    apart = propagate(model_of([100, 100], [0.03, 0.04], [0.1, 0.1], [0, 1]))
    assert apart.half_width_t == pytest.approx(np.sqrt(25 + 200))


def test_a_source_and_a_sink_with_one_factor_cancel_their_shared_error():
    assert propagate(model_of([100, -100], [0, 0], [0.5, 0.5], [0, 0])).half_width_t == 0.0
    assert propagate(model_of([100, -100], [0, 0], [0.5, 0.5], [0, 0])).relative is None


def test_no_lines_have_no_uncertainty():
    assert propagate(model_of([], [], [], [])).half_width_t == 0.0
    assert monte_carlo(compute([], Options())).mean_t == 0.0


def test_defaults_where_nothing_is_given():
    factor = PrescribedFactor("natural_gas", "CO2", 0.2, "t/MWh", "the supplier")
    lines = [
        Activity(2022, "residential", "natural_gas", 10.0, "MWh"),
        Activity(2022, "tertiary", "natural_gas", 10.0, "MWh", quality="A"),
        Activity(2022, "residential", "not_stated", None, "t", reported_t=5.0),
    ]
    model = error_model(compute(lines, Options(country="EE", prescribed=(factor,))))
    assert model.independent.tolist() == [UNKNOWN_AMOUNT, 0.05, UNKNOWN_REPORTED]
    assert model.shared.tolist() == [UNKNOWN_FACTOR, UNKNOWN_FACTOR, 0.0]
    assert model.group[0] == model.group[1] != model.group[2]


def test_lines_restricted_to_a_sector_keep_their_errors():
    lines = [Activity(2022, "residential", "natural_gas", 10.0, "MWh", uncertainty=0.2)] * 3
    inventory = compute(lines, Options(country="EE"))
    one = approach_1(inventory, np.array([1], dtype=np.int32))
    factor = float(inventory.factors.uncertainty[0])
    assert one.relative == pytest.approx(np.hypot(0.2, UNKNOWN_FACTOR if np.isnan(factor) else factor))


errors = st.floats(0.0, 0.3)
lines_of_model = st.lists(st.tuples(st.floats(-1e4, 1e5), errors, st.integers(0, 3)), min_size=1, max_size=12)


@settings(deadline=None, max_examples=30)
@given(lines=lines_of_model, shared=st.lists(errors, min_size=4, max_size=4), is_shared=st.booleans())
def test_both_approaches_agree_on_a_linear_case_within_monte_carlo_error(lines, shared, is_shared):
    """Linear: each line has either an error of its amount or one of its factor, so nothing is multiplied."""
    group = [number for *_, number in lines]
    model = model_of(
        [co2e_t for co2e_t, *_ in lines],
        [0.0 if is_shared else error for _, error, _ in lines],
        [shared[number] if is_shared else 0.0 for number in group],
        group,
    )
    draws = 20_000
    samples = simulate(model, np.zeros(len(lines), dtype=np.int32), 1, draws)[0]
    expected = propagate(model)
    deviation = expected.half_width_t / 1.959964
    assert samples.mean() == pytest.approx(expected.total_t, abs=5 * deviation / np.sqrt(draws) + 1e-6)
    assert samples.std() == pytest.approx(deviation, rel=0.03, abs=1e-6)


def test_products_of_errors_spread_a_little_more_than_the_first_order_says():
    model = model_of([1_000.0], [0.5], [0.5], [0])
    samples = simulate(model, np.zeros(1, dtype=np.int32), 1, 200_000)[0]
    deviation = 0.5 / 1.959964
    assert samples.std() / 1_000 == pytest.approx(np.sqrt(2 * deviation**2 + deviation**4), rel=0.01)


def test_the_exact_sum_of_amount_errors_equals_sampling_line_by_line():
    """The peer samples every line of every draw; mean, spread and quantiles agree."""
    generator = np.random.default_rng(7)
    lines, groups, draws = 40, 5, 40_000
    model = model_of(
        generator.lognormal(5, 1, lines),
        generator.uniform(0, 0.6, lines),
        np.full(lines, 0.3),
        np.arange(lines) % groups,
    )
    ours = simulate(model, np.zeros(lines, dtype=np.int32), 1, draws, seed=1)[0]
    factor = 1 + 0.3 / 1.959964 * generator.standard_normal((draws, groups))
    amount = 1 + model.independent / 1.959964 * generator.standard_normal((draws, lines))
    peer = (amount * factor[:, model.group]) @ model.co2e_t
    assert ours.mean() == pytest.approx(peer.mean(), rel=0.005)
    assert ours.std() == pytest.approx(peer.std(), rel=0.03)
    assert np.quantile(ours, [0.025, 0.975]) == pytest.approx(np.quantile(peer, [0.025, 0.975]), rel=0.01)


@pytest.mark.parametrize(("independent", "shared"), [(1.2, 0.0), (0.0, 1.2)])
def test_large_errors_are_lognormal_with_the_same_mean_and_spread(independent, shared):
    model = model_of([1_000.0], [independent], [shared], [0])
    samples = simulate(model, np.zeros(1, dtype=np.int32), 1, 400_000)[0]
    assert samples.min() > 0
    assert samples.mean() == pytest.approx(1_000.0, rel=0.01)
    assert samples.std() == pytest.approx(1_000 * 1.2 / 1.959964, rel=0.02)
    assert samples.mean() > np.median(samples)


def test_the_same_seed_gives_the_same_draws_and_another_seed_others():
    lines = [Activity(2022, "residential", "natural_gas", 10.0, "MWh", uncertainty=0.2)]
    inventory = compute(lines, Options(country="EE"))
    first, again = monte_carlo(inventory, seed=5), monte_carlo(inventory, seed=5)
    assert np.array_equal(first.total_t, again.total_t)
    assert not np.array_equal(first.total_t, monte_carlo(inventory, seed=6).total_t)


def test_reported_emissions_do_not_move_with_the_factor_of_their_neighbours():
    model = model_of([100.0, 100.0], [0.0, 0.0], [0.4, 0.0], [0, 0])
    samples = simulate(model, np.array([0, 1], dtype=np.int32), 2, 1_000)
    assert samples[1].std() == pytest.approx(0.0, abs=1e-9)
    assert samples[0].std() > 10


def test_the_difference_of_two_years_is_surer_than_each_year_where_the_factor_is_the_same():
    lines = [
        Activity(year, "residential", "natural_gas", 1_000.0, "MWh", uncertainty=0.01)
        for year in (2015, 2020)
    ]
    inventory = compute(lines, Options(country="EE"))
    samples = monte_carlo_by(inventory, np.array([0, 1], dtype=np.int32), 2, 20_000)
    correlation = np.corrcoef(samples)[0, 1]
    assert correlation > 0.5
    assert (samples[1] - samples[0]).std() < samples.std(axis=1).min()


def test_summaries_of_many_totals_agree_with_their_draws_in_any_order_of_the_lines():
    generator = np.random.default_rng(3)
    owner = generator.integers(0, 50, 1_000).astype(np.int32)
    model = model_of(
        generator.lognormal(5, 1, 1_000),
        np.full(1_000, 0.3),
        np.full(1_000, 0.1),
        generator.integers(0, 8, 1_000),
    )
    summary = summarise(model, owner, 51, draws=4_000)
    samples = simulate(model, owner, 51, draws=4_000, seed=2)
    assert summary.mean_t == pytest.approx(samples.mean(axis=1), rel=0.01)
    assert summary.standard_deviation_t[:50] == pytest.approx(samples.std(axis=1)[:50], rel=0.1)
    assert summary.low_t == pytest.approx(np.quantile(samples, 0.025, axis=1), rel=0.02)
    assert summary.high_t == pytest.approx(np.quantile(samples, 0.975, axis=1), rel=0.02)
    assert summary.mean_t[50] == 0.0  # a total without lines


def test_the_probability_of_a_threshold_is_a_share_of_the_draws():
    simulation = Simulation(np.arange(1.0, 101.0))
    assert simulation.probability_below(25.0) == 0.25
    assert simulation.mean_t == 50.5
    assert simulation.interval_t == pytest.approx((3.475, 97.525))
    assert Simulation(np.zeros(3)).relative is None


def test_large_amount_errors_of_many_lines_agree_with_error_propagation_in_their_spread():
    """Lognormal amounts are drawn in blocks of lines; neither blocks nor totals may be mixed up."""
    generator = np.random.default_rng(5)
    lines = 1_500
    owner = np.sort(generator.integers(0, 7, lines)).astype(np.int32)
    model = model_of(
        generator.lognormal(5, 1, lines), generator.uniform(0.1, 1.5, lines), np.zeros(lines), np.zeros(lines)
    )
    summary = summarise(model, owner, 7, draws=5_000)
    for total in range(7):
        expected = propagate(model.restricted(np.flatnonzero(owner == total)))
        deviation = expected.half_width_t / 1.959964
        assert summary.mean_t[total] == pytest.approx(expected.total_t, abs=5 * deviation / np.sqrt(5_000))
        assert summary.standard_deviation_t[total] == pytest.approx(deviation, rel=0.1)
