"""Sums over merged members equal one inventory of all lines; shares of split ones are estimates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cascais.inventory.activities import Activity
from cascais.inventory.emissions import Inventory, compute
from cascais.inventory.factors import Options
from cascais.inventory.parts import Edition, Part
from cascais.inventory.uncertainty import approach_1
from cascais.workflows.sinks import lines_without_land
from cascais.workflows.successions import SPREAD, Predecessor, inheritance

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
