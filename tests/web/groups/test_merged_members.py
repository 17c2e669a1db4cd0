"""Members of a group that merged: what they inherit counts in the sum, once, and says from whom it comes."""

from __future__ import annotations

import csv
import io

import pytest
from django.utils import timezone

from cascais.inventory.activities import Activity
from cascais.web.groups.models import Group, GroupMember
from cascais.web.inventories.models import InventoryYear
from cascais.web.inventories.writes import NewInventory, store
from cascais.web.members.models import Member, Population, Succession

pytestmark = pytest.mark.django_db
PAGE = "/groups/valley/"


def town(name: str, amounts: dict[int, float], people: int = 1000) -> Member:
    member = Member.objects.create(name=name, slug=name.lower(), country="EE")
    for year, mwh in amounts.items():
        Population.objects.create(member=member, year=year, persons=people, source="Census")
        line = Activity(year, "residential", "natural_gas", mwh, "MWh", source="Bill", quality="A")
        store(member, NewInventory(year, (line,), head={"is_published": True}), as_printed=True)
    return member


def became(successor: Member, *predecessors: Member, day: str = "2018-01-01", share: float = 1.0) -> None:
    for each in predecessors:
        Succession.objects.create(predecessor=each, successor=successor, happened_on=day, share=share)
        Member.objects.filter(pk=each.pk).update(ended_on=day)


def grouped(*members: Member) -> Group:
    group = Group.objects.create(slug="valley", title="Valley", kind="shared")
    for member in members:
        GroupMember.objects.create(group=group, member=member, confirmed_at=timezone.now())
    return group


@pytest.fixture
def towns() -> dict[str, Member]:
    found = {
        "hill": town("Hill", {2010: 100.0, 2015: 90.0}),
        "dale": town("Dale", {2010: 300.0}, people=3000),
        "shore": town("Shore", {2010: 50.0, 2020: 40.0}),
        "hilldale": town("Hilldale", {2020: 200.0}, people=4000),
    }
    became(found["hilldale"], found["hill"], found["dale"])
    return found


def own_t(year: int, *slugs: str) -> float:
    rows = InventoryYear.objects.filter(
        member__slug__in=slugs, year=year, is_published=True, superseded_at=None
    )
    return sum(row.total_without_sinks_t for row in rows)


def sums(client) -> dict[int, object]:
    return {each.year: each for each in client.get(PAGE).context["board"].years}


def test_the_years_before_the_merger_are_in_the_sum_and_say_whose_they_are(client, towns):
    grouped(towns["hilldale"], towns["shore"])
    answer = client.get(PAGE)
    years = {each.year: each for each in answer.context["board"].years}
    assert years[2010].joint.total.total_t == pytest.approx(own_t(2010, "hill", "dale", "shore"))
    assert years[2010].is_comparable and years[2020].change == pytest.approx(
        own_t(2020, "hilldale", "shore") / own_t(2010, "hill", "dale", "shore") - 1
    )
    assert years[2010].joint.population == 5000
    assert "added up from Hill, Dale" in answer.content.decode()
    page = client.get(f"{PAGE}2010/").content.decode()
    assert "added up from Hill, Dale" in page
    assert 'href="/members/hilldale/predecessors/"' in page
    assert "/members/hilldale/inventories/2010/" not in page


def test_predecessors_that_are_still_in_the_group_count_once(client, towns):
    grouped(*towns.values())
    found = sums(client)
    assert found[2010].joint.total.total_t == pytest.approx(own_t(2010, "hill", "dale", "shore"))
    assert found[2020].joint.total.total_t == pytest.approx(own_t(2020, "hilldale", "shore"))
    assert found[2010].is_comparable and found[2020].is_comparable
    page = " ".join(client.get(f"{PAGE}2010/").content.decode().split())
    assert "Counted in the sums of their successors: Dale, Hill" in page
    assert "counted in its successor" in client.get(PAGE).content.decode()


def test_a_year_that_cannot_be_added_up_counts_for_the_predecessor_that_has_it(client, towns):
    grouped(*towns.values())
    joint = sums(client)[2015].joint
    assert joint.total.total_t == pytest.approx(own_t(2015, "hill"))
    assert {part.key for part in joint.missing} == {"dale", "shore", "hilldale"}


def test_a_successor_outside_the_group_leaves_its_predecessors_in(client, towns):
    grouped(towns["hill"], towns["shore"])
    assert sums(client)[2010].joint.total.total_t == pytest.approx(own_t(2010, "hill", "shore"))


def test_a_merger_in_between_that_is_not_in_the_group_is_seen_through(client, towns):
    valley = town("Bigtown", {2023: 180.0})
    became(valley, towns["hilldale"], day="2022-01-01")
    grouped(towns["hill"], towns["dale"], valley)
    found = sums(client)
    assert found[2010].joint.total.total_t == pytest.approx(own_t(2010, "hill", "dale"))
    assert [each.counted.part.key for each in found[2010].joint.shares] == ["bigtown"]
    assert found[2020].joint.total.total_t == pytest.approx(own_t(2020, "hilldale"))


def test_the_tables_name_the_predecessors(client, towns):
    grouped(towns["hilldale"], towns["shore"])
    years = list(csv.DictReader(io.StringIO(client.get(f"{PAGE}table.csv").content.decode("utf-8-sig"))))
    assert years[0]["members_summed_from_predecessors"] == "Hilldale (Hill, Dale)"
    rows = list(csv.DictReader(io.StringIO(client.get(f"{PAGE}2010/table.csv").content.decode("utf-8-sig"))))
    assert {row["member"]: row["summed_from"] for row in rows[:2]} == {"Hilldale": "Hill; Dale", "Shore": ""}


def test_the_number_of_queries_does_not_grow_with_the_mergers(client, towns, django_assert_max_num_queries):
    grouped(towns["hilldale"], towns["shore"])
    with django_assert_max_num_queries(60) as one:
        client.get(PAGE)
    for number in range(5):
        parts = [town(f"Part{number}{side}", {2010: 10.0}) for side in "ab"]
        whole = town(f"Whole{number}", {2020: 15.0})
        became(whole, *parts)
        GroupMember.objects.create(
            group=Group.objects.get(slug="valley"), member=whole, confirmed_at=timezone.now()
        )
    with django_assert_max_num_queries(len(one)):
        client.get(PAGE)
