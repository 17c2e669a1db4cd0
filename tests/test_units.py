"""Global warming potentials are those of the package that transcribes the IPCC reports."""

from __future__ import annotations

import globalwarmingpotentials
import pytest

from cascais import units
from cascais.errors import UnitError


@pytest.mark.parametrize("gwp_set", units.GWP_SETS)
def test_every_potential_of_a_set_is_that_of_the_package(gwp_set: str) -> None:
    published = globalwarmingpotentials.data[units.GWP_SETS[gwp_set].table]
    assert len(published) > 20
    assert {gas: units.global_warming_potential(gas, gwp_set) for gas in published} == published


@pytest.mark.parametrize(("gas", "gwp_set"), [("CH4", "AR3"), ("water", "AR5"), ("CFC11", "")])
def test_an_unknown_gas_or_set_is_refused(gas: str, gwp_set: str) -> None:
    with pytest.raises(UnitError):
        units.global_warming_potential(gas, gwp_set)
