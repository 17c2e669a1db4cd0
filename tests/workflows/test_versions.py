"""Two versions of an inventory: the effects of the lines add up to the difference of the totals."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cascais.inventory.activities import Activity
from cascais.inventory.emissions import compute
from cascais.inventory.factors import Options
from cascais.workflows.versions import FieldChange, Kind, version_changes

GAS = Activity(2020, "residential", "natural_gas", 100.0, "MWh", row=3)
OIL = Activity(2020, "residential", "heating_oil", 40.0, "MWh")
POWER = Activity(2020, "residential", "electricity", 50.0, "MWh")
ESTONIA = Options(country="EE")


def test_added_removed_and_changed_lines_are_told_with_their_effect():
    before, after = compute([GAS, OIL], ESTONIA), compute([replace(GAS, amount=80.0, row=9), POWER], ESTONIA)
    found = version_changes(before, after)
    assert [line.kind for line in found.lines] == [Kind.CHANGED, Kind.ADDED, Kind.REMOVED]
    assert found.lines[0].fields == (FieldChange("amount", 100.0, 80.0),)
    assert sum(line.effect_t for line in found.lines) == pytest.approx(found.effect_t)
    assert found.same == 0


def test_a_line_whose_factor_alone_changed_is_told_as_such():
    lines = [GAS, POWER]
    found = version_changes(compute(lines, ESTONIA), compute(lines, replace(ESTONIA, gwp_set="AR6")))
    assert {line.kind for line in found.lines} <= {Kind.RECOMPUTED}
    assert found.same + len(found.lines) == 2
    assert sum(line.effect_t for line in found.lines) == pytest.approx(found.effect_t)


def test_the_place_in_a_file_is_no_difference():
    found = version_changes(compute([GAS], ESTONIA), compute([replace(GAS, row=7, file="b.csv")], ESTONIA))
    assert (found.lines, found.same) == ((), 1)
