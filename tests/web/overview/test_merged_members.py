"""A merger or split changes no sum of the network: each emission counts once, neither lost nor doubled."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cascais.inventory.activities import Activity
from cascais.web.commitments.models import Target
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.writes import NewInventory, store
from cascais.web.members.models import Member, Population, Succession
from cascais.web.overview.models import Glance, Mark
from cascais.web.overview.reads import Totals, network, totals
from cascais.web.overview.settling import settle

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 1)
COUNTRY = "LU"


def town(name: str, amounts: dict[int, float], people: int = 1000) -> Member:
    member = Member.objects.create(name=name, slug=name.lower(), country=COUNTRY)
    for year, mwh in amounts.items():
        Population.objects.create(member=member, year=year, persons=people, source="Census")
        line = Activity(year, "residential", "natural_gas", mwh, "MWh", source="Bill", quality="A")
        store(member, NewInventory(year, (line,), head={"is_published": True}), as_printed=True)
    return member


def became(successor: Member, *predecessors: Member, share: float = 1.0, ended_on: str | None = "2018-01-01"):
    for each in predecessors:
        Succession.objects.create(
            predecessor=each, successor=successor, happened_on="2018-01-01", share=share
        )
        Member.objects.filter(pk=each.pk).update(ended_on=ended_on)


def sums(**more: str) -> Totals:
    settle()
    return totals(network({"country": COUNTRY, **more}, TODAY))


def by_year(found: Totals) -> dict[int, float]:
    return {year: each.total_t for year, each in found.by_year}


@pytest.fixture
def towns(db) -> dict[str, Member]:
    return {
        "hill": town("Hill", {2010: 100.0}),
        "dale": town("Dale", {2010: 300.0}, people=3000),
        "shore": town("Shore", {2010: 50.0, 2020: 40.0}),
    }


def test_a_merger_leaves_the_sums_of_the_years_as_they_were(towns):
    before = sums()
    became(town("Hilldale", {}), towns["hill"], towns["dale"])
    after = sums()
    assert by_year(after) == pytest.approx(by_year(before))
    assert after.latest.total_t == pytest.approx(before.latest.total_t)
    assert (before.latest.members, after.latest.members) == (3, 2)
    assert after.persons == before.persons == 5000


def test_a_split_leaves_the_sums_of_the_years_as_they_were(towns):
    before = sums()
    for name, share in (("North", 0.3), ("South", 0.7)):
        became(town(name, {}), towns["dale"], share=share)
    after = sums()
    assert by_year(after) == pytest.approx(by_year(before))
    assert after.latest.total_t == pytest.approx(before.latest.total_t)
    assert Glance.objects.get(member__slug="north").estimated_share == 1


@pytest.mark.parametrize("ended_on", ["2018-01-01", None])
def test_the_new_town_and_those_it_came_from_count_once(towns, ended_on):
    """Also where the register does not say of them that they ceased, and both are in the sum."""
    expected = by_year(sums())
    became(town("Hilldale", {2020: 200.0}), towns["hill"], towns["dale"], ended_on=ended_on)
    found = sums()
    assert by_year(found)[2010] == pytest.approx(expected[2010])
    own = InventoryYear.objects.filter(member__slug__in=("hilldale", "shore"), year=2020)
    assert found.latest.total_t == pytest.approx(sum(row.total_without_sinks_t for row in own))
    assert found.latest.members == 2


def test_of_a_split_member_what_nobody_in_the_sum_stands_for_counts_itself(towns):
    expected = by_year(sums())[2010]
    became(town("North", {}), towns["dale"], share=0.3, ended_on=None)
    assert by_year(sums())[2010] == pytest.approx(expected)


def test_members_that_ceased_one_after_the_other_count_once_among_themselves(towns):
    hilldale = town("Hilldale", {})
    became(hilldale, towns["hill"], towns["dale"])
    became(town("Bigtown", {}), hilldale)
    found = sums(membership="former")
    rows = InventoryYear.objects.filter(member__slug__in=("hill", "dale"))
    assert by_year(found) == {2010: pytest.approx(sum(row.total_without_sinks_t for row in rows))}
    assert found.latest.total_t == pytest.approx(by_year(found)[2010])


def test_a_year_that_cannot_be_added_up_is_in_the_sum_of_those_that_have_it(towns):
    line = Activity(2015, "residential", "natural_gas", 90.0, "MWh", source="Bill", quality="A")
    store(towns["hill"], NewInventory(2015, (line,), head={"is_published": True}), as_printed=True)
    became(town("Hilldale", {2020: 200.0}), towns["hill"], towns["dale"])
    assert 2015 not in by_year(sums())
    assert by_year(sums(membership="former"))[2015] > 0


def test_the_new_towns_glance_has_the_base_year_and_is_judged_on_it(towns):
    hilldale = town("Hilldale", {2020: 100.0}, people=4000)
    Target.objects.create(
        member=hilldale, key="own_1", title="Half", kind="reduction", base_year=2010, target_year=2030,
        reduction=0.5, is_adopted=True,
    )  # fmt: skip
    settle()
    assert Glance.objects.get(member=hilldale).own_status == "cannot_tell"
    became(hilldale, towns["hill"], towns["dale"])
    settle()
    glance = Glance.objects.get(member=hilldale)
    assert (glance.base_year, glance.latest_year, glance.inventories) == (2010, 2020, 1)
    assert glance.own_status == "reached"
    assert [each[0] for each in glance.series] == [2010, 2020]


def test_whatever_changes_in_a_predecessor_reaches_the_glance_of_its_successor(towns):
    hilldale = town("Hilldale", {2020: 200.0})
    settle()
    became(hilldale, towns["hill"], towns["dale"])
    settle()
    before = Glance.objects.get(member=hilldale).base_total_t
    line = Activity(2010, "residential", "natural_gas", 400.0, "MWh", source="Bill", quality="A")
    store(towns["hill"], NewInventory(2010, (line,), head={"is_published": True}), as_printed=True)
    settle()
    assert Glance.objects.get(member=hilldale).base_total_t > before
    Succession.objects.all().delete()
    assert hilldale.pk in set(Mark.objects.values_list("member_id", flat=True))
    settle()
    assert Glance.objects.get(member=hilldale).base_year == 2020


def test_pages_and_working_in_take_as_many_queries_for_many_mergers_as_for_one(client, towns):
    def merged(number: int) -> None:
        parts = [town(f"Part{number}{side}", {2010: 10.0}) for side in "ab"]
        became(town(f"Whole{number}", {2020: 15.0}), *parts)

    def queries(work) -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            work()
        return len(found)

    def in_one_go() -> int:
        Mark.objects.bulk_create(Mark(member_id=each.pk) for each in Member.objects.filter(country=COUNTRY))
        return queries(settle)

    merged(0)
    sums()
    one = (in_one_go(), queries(lambda: client.get("/network/totals/")))
    for number in range(1, 6):
        merged(number)
    sums()
    assert (in_one_go(), queries(lambda: client.get("/network/totals/"))) == one
