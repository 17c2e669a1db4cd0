"""Many members at once give the same numbers as one member at a time."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cascais.inventory import totals
from cascais.inventory.activities import Activity, activity_table
from cascais.inventory.emissions import compute
from cascais.inventory.factors import Options
from cascais.inventory.uncertainty import approach_1
from cascais.workflows.network import MemberLines, network_totals

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


def member_lines(entries: list[tuple[int, int, str, str, float]]) -> tuple[MemberLines, list[tuple[int, int]]]:
    inventories = sorted({(member, year) for member, year, *_ in entries})
    row = {inventory: position for position, inventory in enumerate(inventories)}
    activities = [Activity(year, sector, carrier, amount, "MWh", quality="B") for _, year, sector, carrier, amount in entries]
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


def test_an_observation_carries_uncertainty_and_population() -> None:
    network, _ = member_lines([(0, 2020, "residential", "natural_gas", 1000.0)])
    observation = network_totals(network, Options()).observation(0)
    assert observation.year == 2020
    assert observation.population == 1000.0
    assert observation.uncertainty is not None
    assert 0.05 < observation.uncertainty < 0.2
