"""Laws of putting two people's changes together."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascais.errors import ConflictError
from cascais.inventory.activities import Activity
from cascais.inventory.merging import CELLS, LINE, MergedLine, Side, merge, pairs, resolved

GAS = Activity(2022, "residential", "natural_gas", 100.0, "MWh", quality="B", file="a.xlsx", row=3)
COAL = Activity(2022, "residential", "hard_coal", 10.0, "MWh", source="Dealer")
BUS = Activity(2022, "transport", "diesel", 5.0, "MWh", comment="buses")
TRUCK = replace(BUS, amount=7.0, comment="trucks")

lines = st.builds(
    Activity,
    year=st.just(2022),
    sector=st.sampled_from(["residential", "transport"]),
    carrier=st.sampled_from(["diesel", "electricity"]),
    amount=st.sampled_from([None, 1.0, 2.0]),
    unit=st.sampled_from(["MWh", "kWh"]),
    supplier=st.sampled_from(["", "Works"]),
    quality=st.sampled_from(["", "A"]),
    source=st.sampled_from(["", "bill"]),
    is_estimated=st.booleans(),
    row=st.sampled_from([None, 1, 2]),
)
inventories = st.lists(lines, max_size=6).map(tuple)


@given(inventories, inventories)
def test_where_one_side_changed_nothing_the_other_is_the_result(base, changed):
    assert merge(base, changed, base).activities == changed
    assert merge(base, base, changed).activities == changed


@given(inventories, inventories)
def test_the_same_change_by_both_is_no_conflict(base, changed):
    assert Counter(merge(base, changed, changed).activities) == Counter(changed)


@given(inventories, inventories, inventories)
def test_what_is_no_conflict_does_not_depend_on_who_is_who(base, mine, theirs):
    one, other = merge(base, mine, theirs), merge(base, theirs, mine)
    assert len(one.conflicts) == len(other.conflicts)
    if not one.conflicts:
        assert Counter(one.activities) == Counter(other.activities)


def whole(line: MergedLine, side: Side) -> tuple[Activity, ...]:
    chosen = line.mine if side is Side.MINE else line.theirs
    return () if chosen is None else (chosen,)


@given(inventories, inventories, inventories, st.sampled_from([Side.MINE, Side.THEIRS]))
def test_every_figure_of_a_merge_was_written_by_somebody(base, mine, theirs, side):
    found = merge(base, mine, theirs)
    answers = {(line.key, cell): whole(line, side) for line in found.conflicts for cell in line.conflicts}
    for activity in resolved(found, answers):
        for names in CELLS.values():
            cells = {tuple(getattr(line, name) for name in names) for line in (*base, *mine, *theirs)}
            assert tuple(getattr(activity, name) for name in names) in cells


@given(inventories, inventories)
def test_every_line_has_at_most_one_partner(before, after):
    found = pairs(before, after)
    assert sorted(pair.before for pair in found if pair.before is not None) == list(range(len(before)))
    assert [pair.after for pair in found if pair.after is not None] == list(range(len(after)))


def test_changes_of_different_lines_and_cells_are_put_together():
    mine = (replace(GAS, amount=90.0, file="", row=None), COAL)
    theirs = (replace(GAS, quality="A"), replace(COAL, source="Bill"), BUS)
    merged = merge((GAS, COAL), mine, theirs)
    assert merged.activities == (
        replace(GAS, amount=90.0, quality="A", file="", row=None),
        replace(COAL, source="Bill"),
        BUS,
    )
    assert [line.changed_by for line in merged.agreed] == [Side.BOTH, Side.THEIRS, Side.THEIRS]


def test_an_amount_and_a_unit_changed_apart_are_a_conflict():
    found = merge((GAS,), (replace(GAS, amount=90.0),), (replace(GAS, unit="GWh"),))
    assert [line.conflicts for line in found.conflicts] == [("figure",)]
    with pytest.raises(ConflictError, match="figure"):
        _ = found.activities


def test_a_decided_figure_brings_how_it_came_about():
    typed = replace(GAS, amount=90.0, file="", row=None)
    imported = replace(GAS, amount=80.0, file="b.xlsx", row=9)
    found = merge((GAS,), (typed,), (imported,))
    assert resolved(found, {("line-0", "figure"): (imported,)}) == (imported,)
    assert resolved(found, {("line-0", "figure"): (typed,)}) == (typed,)


def test_a_line_that_one_removed_and_the_other_changed_is_decided_by_a_person():
    found = merge((GAS, COAL), (COAL,), (replace(GAS, amount=1.0), COAL))
    assert found.conflicts[0].conflicts == (LINE,)
    assert resolved(found, {("line-0", LINE): ()}) == (COAL,)
    assert resolved(found, {("line-0", LINE): (GAS,)}) == (GAS, COAL)


def test_a_line_that_one_removed_and_the_other_left_goes():
    assert merge((GAS, COAL), (GAS,), (GAS, replace(COAL, amount=1.0), BUS)).conflicts
    assert merge((GAS, COAL), (GAS,), (GAS, COAL, BUS)).activities == (GAS, BUS)


def test_the_same_line_added_by_both_with_other_figures_is_decided_by_a_person():
    found = merge((GAS,), (GAS, BUS), (GAS, replace(BUS, amount=6.0)))
    (line,) = found.conflicts
    assert (line.base, line.mine, line.theirs) == (None, BUS, replace(BUS, amount=6.0))
    both = resolved(found, {(line.key, LINE): (BUS, replace(BUS, amount=6.0))})
    assert both == (GAS, BUS, replace(BUS, amount=6.0))


def test_of_lines_alike_the_one_that_went_is_found():
    assert [(pair.before, pair.after) for pair in pairs((BUS, TRUCK), (replace(TRUCK, amount=8.0),))] == [
        (1, 0),
        (0, None),
    ]


def test_a_line_whose_unit_changed_is_still_the_same_line():
    assert [(pair.before, pair.after) for pair in pairs((GAS,), (replace(GAS, unit="GWh", amount=0.1),))] == [
        (0, 0)
    ]
