"""The joint inventory is one inventory that holds the lines of all members: sums, uncertainty, refusals, gaps."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cascais.errors import InputError
from cascais.inventory import totals
from cascais.inventory.activities import Activity
from cascais.inventory.emissions import Inventory, compute
from cascais.inventory.factors import Options
from cascais.inventory.parts import Edition, Part
from cascais.inventory.uncertainty import approach_1
from cascais.pathways.status import statuses
from cascais.pathways.targets import Target, TargetKind
from cascais.workflows.joint import (
    DRIFT,
    comparable,
    joint_findings,
    joint_inventory,
    joint_series,
    years_of,
)
from cascais.workflows.sinks import lines_without_land

OPTIONS = Options(country="SI")
SECTORS = ("residential", "tertiary", "municipal_buildings", "transport", "industry", "land_use")
CARRIERS = ("natural_gas", "diesel", "electricity", "hard_coal", "wood")
TOLERANCE = {"rel": 1e-9, "abs": 1e-6}


def gas(amount: float, year: int = 2020, **options: str) -> Inventory:
    return compute(
        [Activity(year, "residential", "natural_gas", amount, "MWh")], Options(country="SI", **options)
    )


def town(name: str, *editions: Edition, **more: object) -> Part:
    return Part(name.lower(), name, editions, **more)


def of_years(name: str, amounts: dict[int, float], **more: object) -> Part:
    return town(name, *(Edition(year, gas(amount, year)) for year, amount in amounts.items()), **more)


@st.composite
def lines(draw: st.DrawFn) -> Activity:
    sector = draw(st.sampled_from(SECTORS))
    if sector == "land_use":
        return Activity(2020, sector, "not_stated", None, "t", reported_t=draw(st.floats(-1e5, 0)))
    return Activity(
        2020,
        sector,
        draw(st.sampled_from(CARRIERS)),
        draw(st.floats(0, 1e6, allow_subnormal=False)),
        "MWh",
        uncertainty=draw(st.sampled_from((None, 0.05, 0.3))),
    )


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(lines(), min_size=1, max_size=6), min_size=1, max_size=5))
def test_adding_up_members_is_computing_their_lines_together(members: list[list[Activity]]) -> None:
    parts = [
        town(f"Town {number}", Edition(2020, compute(own, OPTIONS))) for number, own in enumerate(members)
    ]
    found = joint_inventory(parts, 2020)
    whole = compute([line for own in members for line in own], OPTIONS)
    together = approach_1(whole, lines_without_land(whole))
    assert found.total.total_t == pytest.approx(together.total_t, **TOLERANCE)
    assert found.total.half_width_t == pytest.approx(together.half_width_t, **TOLERANCE)
    assert found.total_with_sinks.total_t == pytest.approx(approach_1(whole).total_t, **TOLERANCE)
    assert found.total_with_sinks.half_width_t == pytest.approx(approach_1(whole).half_width_t, **TOLERANCE)
    assert found.by_sector == pytest.approx(totals.by_sector(whole), **TOLERANCE)
    assert found.by_carrier == pytest.approx(totals.by_carrier(whole), **TOLERANCE)
    assert found.by_gas == pytest.approx(totals.by_gas(whole), **TOLERANCE)
    assert sum(share.total.total_t for share in found.shares) == pytest.approx(
        found.total.total_t, **TOLERANCE
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(1, 1e6), min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_the_order_of_the_members_does_not_matter(amounts, random) -> None:
    parts = [of_years(f"Town {number}", {2020: amount}) for number, amount in enumerate(amounts)]
    shuffled = list(parts)
    random.shuffle(shuffled)
    one, other = joint_inventory(parts, 2020), joint_inventory(shuffled, 2020)
    assert one.total.total_t == pytest.approx(other.total.total_t)
    assert one.total.half_width_t == pytest.approx(other.total.half_width_t)


def test_the_error_of_a_common_factor_does_not_cancel_between_members() -> None:
    """Two equal towns: the errors of their amounts cancel in part, that of the one factor does not."""
    one = joint_inventory([of_years("A", {2020: 1000.0})], 2020).total
    two = joint_inventory([of_years("A", {2020: 1000.0}), of_years("B", {2020: 1000.0})], 2020).total
    assert one.half_width_t * 2**0.5 < two.half_width_t < one.half_width_t * 2


@pytest.mark.parametrize(
    ("other", "word"),
    [
        (Edition(2020, gas(1.0, gwp_set="AR4")), "AR4: B"),
        (Edition(2020, gas(1.0, variant="covenant")), "covenant: B"),
        (Edition(2020, gas(1.0), "gpc"), "gpc: B"),
    ],
)
def test_inventories_of_different_kinds_are_refused_by_name(other: Edition, word: str) -> None:
    with pytest.raises(InputError, match=r"not added up") as refusal:
        joint_inventory([of_years("A", {2020: 1.0}), town("B", other)], 2020)
    assert word in str(refusal.value)


def test_members_without_an_inventory_are_named_and_the_sum_says_it_is_partial() -> None:
    found = joint_inventory([of_years("A", {2020: 10.0}), of_years("B", {2018: 10.0}), town("C")], 2020)
    assert [part.name for part in found.missing] == ["B", "C"]
    assert found.is_partial
    assert len(found.shares) == 1


def test_another_year_stands_in_only_when_asked_for_and_widens_the_uncertainty() -> None:
    parts = [of_years("A", {2020: 10.0}), of_years("B", {2016: 10.0, 2018: 10.0, 2022: 10.0})]
    found = joint_inventory(parts, 2020, within=3)
    (standing_in,) = found.estimated
    assert (standing_in.counted.part.name, standing_in.counted.edition.year) == ("B", 2018)
    exact = joint_inventory([parts[0], of_years("B", {2020: 10.0})], 2020)
    assert found.total.total_t == pytest.approx(exact.total.total_t)
    drift = exact.total.total_t / 2 * DRIFT * 2**0.5
    assert found.total.half_width_t == pytest.approx((exact.total.half_width_t**2 + drift**2) ** 0.5)
    assert found.estimated_share == pytest.approx(0.5)
    assert joint_inventory([of_years("B", {2010: 1.0})], 2020, within=50).is_partial, "five years at the most"


def test_a_member_counts_only_in_its_years() -> None:
    parts = [of_years("A", {2010: 1.0, 2020: 1.0}), of_years("B", {2010: 1.0, 2020: 1.0}, from_year=2015)]
    assert [len(joint_inventory(parts, year).shares) for year in (2010, 2020)] == [1, 2]
    assert not joint_inventory(parts, 2010).is_partial, "nobody is missing who should not be there"
    assert years_of(parts) == (2010, 2020)


def test_people_are_added_up_and_unknown_ones_leave_no_figure_per_head() -> None:
    known = of_years("A", {2020: 1000.0}, population={2020: 100.0})
    near = of_years("B", {2020: 1000.0}, population={2015: 50.0})
    found = joint_inventory([known, near], 2020)
    assert found.population == 150.0
    assert found.per_capita_t == pytest.approx(found.total.total_t / 150.0)
    assert joint_inventory([known, of_years("C", {2020: 1.0})], 2020).per_capita_t is None


def test_only_complete_years_of_the_same_members_are_compared() -> None:
    parts = [
        of_years("A", {2005: 4.0, 2010: 3.0, 2015: 3.0, 2020: 2.0}),
        of_years("B", {2010: 3.0, 2020: 2.0}, from_year=2006),
    ]
    joints = [joint_inventory(parts, year) for year in years_of(parts)]
    assert [joint.year for joint in comparable(joints)] == [2010, 2020]
    assert comparable([]) == ()


def test_two_years_in_which_one_inventory_stands_for_both_are_not_compared() -> None:
    """Town B's inventory of 2018 counts in 2018 and 2020; what does not move there says nothing."""
    parts = [of_years("A", {2018: 3.0, 2020: 2.0}), of_years("B", {2010: 3.0, 2018: 2.0})]
    joints = [joint_inventory(parts, year, within=2) for year in years_of(parts)]
    assert [joint.year for joint in joints if not joint.is_partial] == [2018, 2020]
    assert [joint.year for joint in comparable(joints)] == [2018]


def test_a_shared_target_is_judged_on_the_sum() -> None:
    parts = [of_years("A", {2010: 10_000.0, 2020: 9_000.0}), of_years("B", {2010: 10_000.0, 2020: 1_000.0})]
    known = joint_series([joint_inventory(parts, year) for year in years_of(parts)])
    target = Target(
        "own", "Half by 2020", TargetKind.REDUCTION, target_year=2020, base_year=2010, reduction=0.5
    )
    (found,) = statuses(known, [target], "Valley")
    assert found.achieved_cut == pytest.approx(0.5)


def test_nothing_added_up_is_nothing() -> None:
    found = joint_inventory([], 2020)
    assert (found.total.total_t, found.total.half_width_t, found.population) == (0.0, 0.0, None)
    assert joint_findings(found) == ()
    assert found.estimated_share == 0.0
