"""Many members at once give the same numbers as one member at a time."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cascais.inventory import totals
from cascais.inventory.activities import Activity, activity_table
from cascais.inventory.emissions import compute
from cascais.inventory.factors import Options
from cascais.inventory.uncertainty import approach_1
from cascais.pathways.budget import budget
from cascais.pathways.judgement import STATUSES
from cascais.pathways.series import Series
from cascais.pathways.status import status
from cascais.pathways.targets import standard_targets
from cascais.workflows.network import MemberLines, network_statuses, network_totals

COUNTRIES = ("EE", "PL", "SI")
lines = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from([2008, 2015, 2020]),
        st.sampled_from(["residential", "tertiary", "private_transport"]),
        st.sampled_from(["natural_gas", "electricity", "diesel", "wood"]),
        st.floats(0, 1e6),
    ),
    min_size=1,
    max_size=40,
)


def member_lines(
    entries: list[tuple[int, int, str, str, float]],
) -> tuple[MemberLines, list[tuple[int, int]]]:
    inventories = sorted({(member, year) for member, year, *_ in entries})
    row = {inventory: position for position, inventory in enumerate(inventories)}
    activities = [
        Activity(year, sector, carrier, amount, "MWh", quality="B")
        for _, year, sector, carrier, amount in entries
    ]
    found = MemberLines(
        activities=activity_table(activities),
        row=np.array([row[member, year] for member, year, *_ in entries], dtype=np.int32),
        member=np.array([member for member, _ in inventories], dtype=np.int32),
        year=np.array([year for _, year in inventories], dtype=np.int32),
        country=COUNTRIES,
        population=np.full(len(inventories), 1000.0),
    )
    return found, inventories


@settings(max_examples=40, deadline=None)
@given(lines)
def test_network_totals_are_those_of_each_inventory(entries: list[tuple[int, int, str, str, float]]) -> None:
    network, inventories = member_lines(entries)
    found = network_totals(network, Options())
    for position, (member, year) in enumerate(inventories):
        own = [
            Activity(y, sector, carrier, amount, "MWh", quality="B")
            for m, y, sector, carrier, amount in entries
            if (m, y) == (member, year)
        ]
        inventory = compute(own, Options(country=COUNTRIES[member]))
        assert found.total_t[position] == pytest.approx(totals.total_t(inventory))
        assert found.half_width_t[position] == pytest.approx(approach_1(inventory).half_width_t)
        assert found.per_capita_t[position] == pytest.approx(totals.total_t(inventory) / 1000.0)
        assert found.by_sector[position].sum() == pytest.approx(totals.total_t(inventory))
        assert found.by_carrier[position].sum() == pytest.approx(totals.total_t(inventory))
        assert found.by_gas[position] == pytest.approx(list(totals.by_gas(inventory).values()))


@settings(max_examples=30, deadline=None)
@given(lines)
def test_network_statuses_are_those_of_each_member(entries: list[tuple[int, int, str, str, float]]) -> None:
    network, inventories = member_lines(entries)
    found = network_totals(network, Options())
    targets = [item.target for item in standard_targets().values()]
    years = np.arange(2008.0, 2051.0)
    judged = network_statuses(found, targets, years)
    members = [
        Series(tuple(found.observation(row) for row, (member, _) in enumerate(inventories) if member == each))
        for each in range(len(COUNTRIES))
    ]
    for columns, target in zip(judged, targets, strict=True):
        assert columns.target is target
        assert columns.path_t.shape == (len(COUNTRIES), len(years))
        for position, series in enumerate(members):
            alone, left = status(series, target), budget(series, target)
            assert STATUSES[columns.statuses.code[position]] is alone.status
            assert columns.statuses.probability[position] == pytest.approx(
                np.nan if alone.probability is None else alone.probability, abs=1e-9, nan_ok=True
            )
            assert columns.budgets.path_t[position] == pytest.approx(
                np.nan if left is None else left.path_t, nan_ok=True
            )


def test_the_emissions_of_every_line_are_kept() -> None:
    network, _ = member_lines(
        [(0, 2020, "residential", "natural_gas", 10.0), (1, 2020, "tertiary", "wood", 5.0)]
    )
    found = network_totals(network, Options())
    assert [part.options.country for part in found.parts] == ["EE", "PL"]
    assert sum(float(part.co2e_t.sum()) for part in found.parts) == pytest.approx(found.total_t.sum())


def test_a_network_without_lines_has_no_emissions() -> None:
    network, _ = member_lines([(0, 2020, "residential", "natural_gas", 10.0)])
    nothing = replace(network, activities=activity_table([]), row=np.zeros(0, dtype=np.int32))
    found = network_totals(nothing, Options())
    assert found.total_t.tolist() == found.half_width_t.tolist() == [0.0]
    assert found.parts == ()


def test_an_observation_carries_uncertainty_and_population() -> None:
    network, _ = member_lines([(0, 2020, "residential", "natural_gas", 1000.0)])
    observation = network_totals(network, Options()).observation(0)
    assert observation.year == 2020
    assert observation.population == 1000.0
    assert observation.uncertainty is not None
    assert 0.05 < observation.uncertainty < 0.2
