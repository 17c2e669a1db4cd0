"""Sums over merged members equal one inventory of all lines; shares of split ones are estimates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascais.errors import InputError
from cascais.inventory.activities import Activity
from cascais.inventory.emissions import Inventory, compute
from cascais.inventory.factors import Options
from cascais.inventory.parts import SPREAD, Edition, Part
from cascais.inventory.uncertainty import approach_1
from cascais.workflows.added_up import Portion, added_up
from cascais.workflows.joint import joint_inventory
from cascais.workflows.sinks import lines_without_land
from cascais.workflows.successions import Predecessor, inheritance

MERGED = date(2017, 10, 1)
OPTIONS = Options(country="EE")
LINES = st.lists(
    st.tuples(
        st.sampled_from(
            [("residential", "natural_gas"), ("residential", "electricity"), ("transport", "diesel")]
        ),
        st.floats(1.0, 1e6),
        st.sampled_from([None, 5.0, 20.0]),
    ),
    min_size=1,
    max_size=6,
)


def activities(lines, year=2010) -> list[Activity]:
    return [
        Activity(year, sector, carrier, amount, "MWh", uncertainty=uncertainty and uncertainty / 100)
        for (sector, carrier), amount, uncertainty in lines
    ]


def inventory(lines, year=2010, options=OPTIONS) -> Inventory:
    return compute(activities(lines, year), options)


def gas(amount: float, year: int = 2010, options: Options = OPTIONS) -> Inventory:
    return inventory([(("residential", "natural_gas"), amount, None)], year, options)


def town(key: str, *editions: Edition, people: dict[int, float] | None = None) -> Part:
    return Part(key, key, editions, people or {})


@given(LINES, LINES)
def test_a_merged_member_is_one_inventory_of_all_lines(upper, lower):
    parts = [town("Upper", Edition(2010, inventory(upper))), town("Lower", Edition(2010, inventory(lower)))]
    (found,) = inheritance(tuple(Predecessor(part, MERGED) for part in parts)).years
    together = inventory(upper + lower)
    expected = approach_1(together, lines_without_land(together))
    assert found.total.total_t == pytest.approx(expected.total_t)
    assert found.total.half_width_t == pytest.approx(expected.half_width_t)
    assert sum(found.by_sector.values()) == pytest.approx(found.total_with_sinks.total_t)
    assert not found.is_estimated


@given(LINES, st.floats(0.01, 0.99))
def test_the_parts_of_a_split_add_up_to_the_whole_and_are_less_sure(lines, share):
    whole = town("Whole", Edition(2010, inventory(lines)), people={2010: 1000.0})
    (one,) = inheritance((Predecessor(whole, MERGED, share=share),)).years
    (other,) = inheritance((Predecessor(whole, MERGED, share=1 - share),)).years
    (all_,) = inheritance((Predecessor(whole, MERGED),)).years
    assert one.total.total_t + other.total.total_t == pytest.approx(all_.total.total_t)
    assert one.population + other.population == pytest.approx(1000.0)
    assert one.is_estimated and other.is_estimated and not all_.is_estimated
    assert one.total.relative >= all_.total.relative
    assert one.total.relative == pytest.approx((all_.total.relative**2 + (SPREAD * (1 - share)) ** 2) ** 0.5)
    assert one.observation().is_estimated


def test_what_was_split_and_came_together_again_is_whole_again():
    whole = town("Whole", Edition(2000, gas(100, 2000)))
    halves = [
        Predecessor(town(key), date(2020, 1, 1), before=(Predecessor(whole, date(2010, 1, 1), share),))
        for key, share in (("North", 0.3), ("South", 0.7))
    ]
    (found,) = inheritance(tuple(halves)).years
    assert not found.is_estimated
    assert found.names == ("Whole",)
    assert found.total.total_t == pytest.approx(gas(100, 2000).co2e_t.sum())


def test_a_member_that_came_from_others_is_traced_back_to_them():
    older = tuple(
        Predecessor(town(key, Edition(1990, gas(10, 1990))), date(2005, 1, 1)) for key in ("Hill", "Dale")
    )
    middle = Predecessor(town("Hilldale", Edition(2010, gas(7))), MERGED, before=older)
    other = Predecessor(town("Shore", Edition(1990, gas(5, 1990)), Edition(2010, gas(4))), MERGED)
    found = {each.year: each for each in inheritance((middle, other)).years}
    assert found[1990].names == ("Hill", "Dale", "Shore")
    assert found[2010].names == ("Hilldale", "Shore")
    assert found[1990].total.total_t == pytest.approx(gas(25, 1990).co2e_t.sum())


def test_a_year_that_one_lacks_is_named_and_not_added_up():
    parts = (
        town("Upper", Edition(2010, gas(1)), Edition(2015, gas(1, 2015))),
        town("Lower", Edition(2010, gas(1))),
    )
    found = inheritance(tuple(Predecessor(part, MERGED) for part in parts))
    assert [each.year for each in found.years] == [2010]
    assert [(gap.year, str(gap.why)) for gap in found.gaps] == [
        (2015, "No inventory of 2015 is published of: Lower.")
    ]


@pytest.mark.parametrize(
    "other",
    [
        Edition(2010, gas(1, options=Options(country="EE", gwp_set="AR4"))),
        Edition(2010, gas(1, options=Options(country="EE", variant="covenant"))),
        Edition(2010, gas(1), framework="gpc"),
    ],
    ids=["potentials", "variant", "framework"],
)
def test_numbers_of_different_kinds_never_mix(other):
    parts = (town("Upper", Edition(2010, gas(1))), town("Lower", other))
    found = inheritance(tuple(Predecessor(part, MERGED) for part in parts))
    assert found.years == ()
    assert "count in different ways" in str(found.gaps[0].why)
    assert "Lower" in str(found.gaps[0].why)


def test_years_from_the_merger_on_belong_to_the_successor():
    part = town(
        "Upper", Edition(2016, gas(1, 2016)), Edition(2017, gas(1, 2017)), Edition(2018, gas(1, 2018))
    )
    assert [each.year for each in inheritance((Predecessor(part, MERGED),)).years] == [2016]


def test_a_member_without_predecessors_inherits_nothing():
    found = inheritance(())
    assert (found.years, found.gaps) == ((), ())


def test_the_population_is_unknown_where_that_of_one_is():
    parts = (
        town("Upper", Edition(2010, gas(1)), people={2010: 800.0}),
        town("Lower", Edition(2010, gas(1))),
    )
    (found,) = inheritance(tuple(Predecessor(part, MERGED, share=0.5) for part in parts)).years
    assert found.population is None


@given(LINES, LINES, LINES)
def test_a_groups_sum_is_the_same_before_and_after_two_of_its_members_merge(upper, lower, other):
    """Emissions and uncertainty; whether the predecessors stay in the group beside the new member or not."""
    towns = [
        town(key, Edition(2010, inventory(lines))) for key, lines in (("Upper", upper), ("Lower", lower))
    ]
    shore = town("Shore", Edition(2010, inventory(other)))
    before = joint_inventory([*towns, shore], 2010)
    (inherited,) = inheritance(tuple(Predecessor(part, MERGED) for part in towns)).years
    valley = town("Valley", inherited.edition)
    ceased = [replace(part, successors=("Valley",)) for part in towns]
    for parts in ([valley, shore], [*ceased, valley, shore]):
        after = joint_inventory(parts, 2010)
        assert after.total.total_t == pytest.approx(before.total.total_t)
        assert after.total.half_width_t == pytest.approx(before.total.half_width_t)
        assert after.by_carrier == pytest.approx(before.by_carrier)
        assert not after.is_partial
    assert {part.key for part in after.counted_elsewhere} == {"Upper", "Lower"}


@given(LINES, st.floats(0.05, 0.95))
def test_a_groups_sum_is_the_same_before_and_after_a_member_is_split(lines, share):
    whole = town("Whole", Edition(2010, inventory(lines)))
    parts = [
        town(key, inheritance((Predecessor(whole, MERGED, part),)).years[0].edition)
        for key, part in (("North", share), ("South", 1 - share))
    ]
    ceased = replace(whole, successors=("North", "South"))
    before, after = joint_inventory([whole], 2010), joint_inventory([ceased, *parts], 2010)
    assert after.total.total_t == pytest.approx(before.total.total_t)
    assert after.total.half_width_t > 0.95 * before.total.half_width_t
    assert all(each.is_estimated for each in after.shares) and after.estimated_share == pytest.approx(1)


def test_where_one_part_of_a_split_is_not_in_the_sum_the_old_member_counts_itself():
    whole = town("Whole", Edition(2010, gas(100)))
    north = town("North", inheritance((Predecessor(whole, MERGED, 0.4),)).years[0].edition)
    found = joint_inventory([replace(whole, successors=("North", "South")), north], 2010)
    assert [each.counted.part.key for each in found.shares] == ["Whole"]
    assert [part.key for part in found.counted_elsewhere] == ["North"]
    assert not found.missing


def test_a_member_that_ceased_is_not_missing_once_its_successor_counts():
    old = town("Old", Edition(2010, gas(1)))
    new = town("New", Edition(2020, gas(1, 2020)))
    found = joint_inventory([replace(old, successors=("New",)), new], 2020)
    assert [each.counted.part.key for each in found.shares] == ["New"]
    assert not found.is_partial


def test_a_merger_of_a_merger_counts_once():
    hill = replace(town("Hill", Edition(2000, gas(10, 2000))), successors=("Hilldale",))
    hilldale = replace(town("Hilldale", Edition(2010, gas(20))), successors=("Valley",))
    before = (Predecessor(hill, date(2005, 1, 1)),)
    known = inheritance((Predecessor(hilldale, MERGED, before=before),)).years
    valley = town("Valley", *(each.edition for each in known))
    for year, amount in ((2000, 10), (2010, 20)):
        found = joint_inventory([hill, hilldale, valley], year)
        assert found.total.total_t == pytest.approx(gas(amount, year).co2e_t.sum())
        assert [each.counted.part.key for each in found.shares] == ["Valley"]


def test_the_worked_example_of_the_documentation():
    """Hill 1 000 MWh of natural gas and Dale 3 000 MWh at 0.2026 t CO2e/MWh ± 3.56 %, amounts known to 25 %."""
    parts = (town("Hill", Edition(2010, gas(1000))), town("Dale", Edition(2010, gas(3000))))
    (found,) = inheritance(tuple(Predecessor(part, MERGED) for part in parts)).years
    hill, dale = (float(part.editions[0].inventory.co2e_t.sum()) for part in parts)
    factor = float(parts[0].editions[0].inventory.factors.uncertainty[0])
    expected = ((0.25 * hill) ** 2 + (0.25 * dale) ** 2 + (factor * (hill + dale)) ** 2) ** 0.5
    assert found.total.total_t == pytest.approx(hill + dale)
    assert found.total.half_width_t == pytest.approx(expected)
    (part,) = inheritance((Predecessor(parts[1], MERGED, share=0.4),)).years
    own = 0.4 * dale * (0.25**2 + factor**2) ** 0.5
    assert part.total.total_t == pytest.approx(0.4 * dale)
    assert part.total.half_width_t == pytest.approx(((own) ** 2 + (0.4 * dale * 0.9 * 0.6) ** 2) ** 0.5)
    assert (round(found.total.half_width_t), round(part.total.half_width_t)) == (163, 145)
    assert (round(hill), round(dale), round(0.4 * dale)) == (203, 608, 243)


def test_portions_of_different_kinds_are_never_put_together():
    with pytest.raises(InputError):
        added_up([Portion(gas(1)), Portion(gas(1, options=Options(country="EE", gwp_set="AR4")))])


@given(LINES, st.floats(0.01, 1.0))
def test_a_portion_is_its_share_of_every_figure(lines, share):
    whole, part = inventory(lines), added_up([Portion(inventory(lines), share)])
    assert part.co2e_t.sum() == pytest.approx(share * whole.co2e_t.sum())
    assert part.quantity.sum() == pytest.approx(share * whole.quantity.sum())
    assert part.activities.amount.sum() == pytest.approx(share * whole.activities.amount.sum())
    assert approach_1(part).relative == pytest.approx(approach_1(whole).relative)
